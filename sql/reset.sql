-- name: delete_coverage
-- Forgets a report's periods.
delete from gio.coverage where report_id = :report_id

-- name: delete_dimension_sets
-- Forgets its dimension sets.
delete from gio.dimension_sets where report_id = :report_id

-- name: delete_points
-- Forgets its values.
delete from gio.points where report_id = :report_id

-- name: delete_report
-- Forgets the report itself.
delete from gio.reports where report_id = :report_id

-- name: delete_restatements
-- Forgets its restatements.
delete from gio.restatements where report_id = :report_id

-- name: delete_schema_changes
-- Forgets its column changes.
delete from gio.schema_changes where report_id = :report_id

-- name: delete_troubles
-- Forgets what is in trouble of it.
delete from gio_state.troubles t
using gio.reports r
where r.report_id = :report_id and t.project = r.project and split_part(t.subject, ' ', 1) = r.report

-- name: detach_loads
-- Keeps its rows in gio.loads without their report.
update gio.loads set report_id = null where report_id = :report_id

-- name: forget_answers
-- Forgets what its answers said, where its view must stay.
update gio.reports
set source_name = null, columns = null, timeless = null, time_column = null, time_cell = null,
    echoed_conversion_window = null, largest_column = 0, answered_at = null, turn_at = null,
    most_periods = null, most_periods_at = null, v3_reason = null, v3_since = null, v3_checked_at = null
where report_id = :report_id

-- name: lock_report
-- Waits for loads of the report that are being merged.
select pg_advisory_xact_lock(hashtextextended('gio_pipeline report', :report_id))

-- name: select_loaded_reports
-- The loaded reports of a name.
select r.report_id, r.project, r.report, r.active, count(c.period_start) as periods, min(c.period_date) as first,
       max(c.period_date) as last
from gio.reports r
left join gio.coverage c on c.report_id = r.report_id
where :name in (r.report, r.project || '/' || r.report)
group by r.report_id
order by r.project
