-- A window that the source cannot answer whole costs a request to find out: the next load begins with one that works.
alter table gio.reports add column most_periods int, add column most_periods_at timestamptz;
comment on column gio.reports.most_periods is 'Most periods asked for at once, where the source could not answer more; null: no such limit is known';
comment on column gio.reports.most_periods_at is 'When that was found out; after 30 days more are tried again';

-- Newer pages of the vendor list charts without a type.
alter table gio.dashboard_charts drop constraint dashboard_charts_resource_type_check,
    add constraint dashboard_charts_resource_type_check
        check (resource_type in ('chart', 'funnel', 'retention', 'unknown'));
comment on column gio.dashboard_charts.resource_type is 'What it is: chart, funnel or retention; unknown where the source did not say';
