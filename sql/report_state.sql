-- name: select_inactive_reports
-- Loaded reports that are not in the configuration.
select project || '/' || report
from gio.reports
where (project = any(cast(:projects as text[])) or project_uid = any(cast(:uids as text[])))
  and project || '/' || report <> all(cast(:keys as text[]))
order by 1

-- name: select_last_loads
-- The last load of each report.
select r.report_id, l.finished_at, l.status, l.error
from gio.reports r
cross join lateral (
    select finished_at, status, error
    from gio.loads
    where report_id = r.report_id
    order by load_id desc
    limit 1
) l

-- name: select_unknown_labels
-- Columns of a series of which no number could be read.
select r.project || '/' || r.report as key, m.name
from gio.metrics m
join gio.reports r using (report_id)
where r.active and r.kind = any(:kinds) and m.series is null
order by key, m.position

-- name: warehouse_exists
-- Whether our tables are there.
select to_regclass('gio.coverage') is not null
