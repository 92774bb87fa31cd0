-- name: mark_gone
-- Marks what a listing holds no more.
update gio.{table} d
set present = false
where d.project = :project and d.present and d.{owner} <> all(cast(:unread as text[]))
  and not exists (
      select from jsonb_populate_recordset(cast(null as gio.{table}), cast(:rows as jsonb)) as r where {same_key}
  )

-- name: upsert_rows
-- Writes the rows of a listing.
insert into gio.{table} as d (project, {columns}, first_seen, last_seen)
select :project, {columns}, :now, :now
from jsonb_populate_recordset(cast(null as gio.{table}), cast(:rows as jsonb))
on conflict (project, {key}) do update
set {updates}last_seen = excluded.last_seen, present = true
-- Only a row that was there before has been locked, by this statement.
returning d.xmax = 0 as is_new

-- name: select_dashboard_updates
-- When each dashboard was last changed.
select id, updated_at, updated_at_text from gio.dashboards where project = :project

-- name: select_report_loads
-- How much is loaded of the reports of a project.
select r.report, r.kind, r.source_id, r.dashboard, max(c.checked_at) as loaded_at
from gio.reports r
join gio.coverage c on c.report_id = r.report_id
where r.project = :project and r.active
group by r.report_id
order by r.report

-- name: lock_snapshot
-- Lets one snapshot of a kind at a time write.
select pg_advisory_xact_lock(hashtextextended('gio_pipeline snapshot ' || :subject, 0))

-- name: select_segment
-- What is known of a segment.
select id, user_type, user_num, present, last_seen, users_loaded from gio.segments where project = :project and id = :id

-- name: count_tag_users
-- How many users of a tag are stored.
select count(*) from gio.tag_users where project = :project and tag_id = :id
