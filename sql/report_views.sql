-- name: create_report_view
-- A report's view.
create or replace view {view} as
select {columns}
from gio.coverage c
join gio.points p on p.report_id = c.report_id and p.period_start = c.period_start
join gio.dimension_sets d on d.dims_id = p.dims_id
where c.report_id = {report_id}
group by c.report_id, c.period_start, d.dims_id

-- name: insert_view_column
-- The next column of a report's view.
insert into gio_state.view_columns (report_id, position, role, name, column_name)
values (:report_id, :position, :role, :name, :column_name)

-- name: select_first_column
-- The first column of a report's view.
select a.attname
from pg_attribute a
where a.attrelid = to_regclass(format('gio_reports.%I', cast(:view as text))) and a.attnum > 0 and not a.attisdropped
order by a.attnum
limit 1

-- name: select_readers
-- The roles that may read the views.
select rolname from pg_roles where rolname in ('gio_reader', 'gio_reader_pii')

-- name: select_view_columns
-- The columns of a report's view, in the order first seen.
select position, role, name, column_name from gio_state.view_columns where report_id = :report_id order by position

-- name: view_exists
-- Whether a report has its view.
select to_regclass(format('gio_reports.%I', cast(:view as text))) is not null
