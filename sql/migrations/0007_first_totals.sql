-- Whether a chart's newest period looks unfinished is told by the sums of its first metric in four others: kept here,
-- their values need not be read again.
alter table gio.coverage add column first_metric_id smallint, add column first_total double precision;
comment on column gio.coverage.first_metric_id is 'First metric of a chart''s answer';
comment on column gio.coverage.first_total is 'Its sum over all rows, for comparison with other periods';
