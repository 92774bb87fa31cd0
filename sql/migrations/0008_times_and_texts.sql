-- Where a report's time stands, where `meta` does not call it 时间: the same in every answer of a report.
alter table gio.reports add column time_column text, add column time_cell smallint;
comment on column gio.reports.time_column is 'Dimension that is taken for the time because every cell of it was a period asked for; null = 时间, an unlisted one, or none';
comment on column gio.reports.time_cell is 'Place in a row, from 0, of a time that the answer does not list among its columns';

-- Columns of one name are numbered: where one of them comes or goes, the others may be renumbered.
alter table gio.schema_changes drop constraint schema_changes_change_check;
alter table gio.schema_changes add constraint schema_changes_change_check
    check (change in ('appeared', 'disappeared', 'moved', 'role', 'renumbered'));
comment on column gio.schema_changes.change is 'appeared, disappeared, moved, role, or renumbered: one of several columns of one name, which may show another''s figures now';
comment on table gio.schema_changes is 'One column of a report that came, went, moved, changed its role or may be another one of its name';

-- A metric whose cells are texts (00:03:12) has a second column in its report's view.
alter table gio_state.view_columns drop constraint view_columns_role_check;
alter table gio_state.view_columns add constraint view_columns_role_check check (role in ('dimension', 'metric', 'text'));
comment on column gio_state.view_columns.role is 'dimension, metric, or text: a metric''s cells as the source wrote them';

comment on column gio.loads.rows_ignored is 'Rows that sum up the dated ones (均值, 总计); not stored';
