-- name: describe_report
-- What the configuration says of a report now.
update gio.reports
set title = :title, description = :description, owner = :owner, dashboard = :dashboard,
    settle_after_hour = :settle_after_hour, settle_day_at = :settle_day_at, active = true
where report_id = :report_id
  and (title, description, owner, dashboard, settle_after_hour, settle_day_at, active)
      is distinct from (cast(:title as text), cast(:description as text), cast(:owner as text),
                        cast(:dashboard as text), cast(:settle_after_hour as interval),
                        cast(:settle_day_at as time), true)

-- name: insert_schema_changes
-- A column that came, went, moved or changed its role.
insert into gio.schema_changes (report_id, project, report, column_name, change, old_role, new_role,
                                old_position, new_position, seen_at)
values (:report_id, :project, :report, :column_name, :change, :old_role, :new_role, :old_position, :new_position,
        :seen_at)

-- name: lock_identity
-- Waits for loads of the report a name stood for until now.
select pg_advisory_xact_lock(hashtextextended('gio_pipeline report', report_id))
from gio.reports
where project = :project and report = :report

-- name: mark_inactive
-- Marks reports that left the configuration, and those that came back.
update gio.reports
set active = not active
where (project = any(cast(:projects as text[])) or project_uid = any(cast(:uids as text[])))
  and active <> (project || '/' || report = any(cast(:keys as text[])))

-- name: remember_answer
-- What an answer said about its report.
update gio.reports
set source_name = :source_name,
    columns = coalesce(cast(:columns as jsonb), columns),
    timeless = coalesce(:timeless, timeless),
    time_column = case when :dated then cast(:time_column as text) else time_column end,
    time_cell = case when :dated then cast(:time_cell as smallint) else time_cell end,
    echoed_conversion_window = coalesce(:echoed_conversion_window, echoed_conversion_window),
    largest_column = greatest(largest_column, :largest_column),
    answered_at = cast(:asked_at as timestamptz),
    turn_at = coalesce(turn_at, cast(:asked_at as timestamptz))
where report_id = :report_id

-- name: remember_exporter
-- By which of the source's ways a report is asked.
-- What is known of sizes was V2's; with no reason, V2 answers again.
update gio.reports
set v3_reason = cast(:reason as text),
    v3_since = case when cast(:reason as text) is not null then coalesce(v3_since, cast(:now as timestamptz)) end,
    v3_checked_at = case when cast(:reason as text) is not null then cast(:now as timestamptz) end,
    most_periods = null, most_periods_at = null
where report_id = :report_id

-- name: remember_most_periods
-- How many periods the source answers at once.
update gio.reports
set most_periods = :most_periods, most_periods_at = case when cast(:most_periods as int) is not null then cast(:now as timestamptz) end
where report_id = :report_id

-- name: remember_timeless
-- That a report's rows carry no time.
update gio.reports
set timeless = true, columns = coalesce(columns, cast(:columns as jsonb))
where report_id = :report_id and (timeless is distinct from true or columns is null)

-- name: remember_turn
-- When hours were last looked at again.
update gio.reports set turn_at = cast(:now as timestamptz) where report_id = :report_id

-- name: select_identity
-- What makes a report the one it is.
select kind, grain, project_uid, source_id, conversion_window, split, statistic, timezone
from gio.reports
where report_id = :report_id

-- name: select_reports
-- What is known of some reports, with their projects' troubles and the database's clock.
select given.number, clock_timestamp() as database_now, r.*,
       exists (select from gio.coverage c where c.report_id = r.report_id) as loaded,
       (
           select json_agg(t)
           from gio_state.troubles t
           where t.project = given.project and t.ended_at is null
       ) as troubles
from unnest(cast(:projects as text[]), cast(:reports as text[])) with ordinality as given (project, report, number)
left join gio.reports r on r.project = given.project and r.report = given.report
order by given.number

-- name: upsert_report
-- Makes a report, or gives the name of one that holds nothing to another.
insert into gio.reports (project, report, kind, grain, project_uid, source_id, conversion_window, split, statistic,
                         timezone, title, description, owner, dashboard, settle_after_hour, settle_day_at)
values (:project, :report, :kind, :grain, :project_uid, :source_id, :conversion_window, :split, :statistic,
        :timezone, :title, :description, :owner, :dashboard, :settle_after_hour, :settle_day_at)
on conflict (project, report) do update
set kind = excluded.kind, grain = excluded.grain, project_uid = excluded.project_uid, source_id = excluded.source_id,
    conversion_window = excluded.conversion_window, split = excluded.split, statistic = excluded.statistic,
    timezone = excluded.timezone, columns = null, timeless = null,
    time_column = null, time_cell = null, echoed_conversion_window = null, largest_column = 0,
    most_periods = null, most_periods_at = null, v3_reason = null, v3_since = null, v3_checked_at = null
where not exists (select from gio.coverage c where c.report_id = gio.reports.report_id)
  and (gio.reports.kind, gio.reports.grain, gio.reports.project_uid, gio.reports.source_id,
       gio.reports.conversion_window, gio.reports.split, gio.reports.statistic, gio.reports.timezone)
      is distinct from (excluded.kind, excluded.grain, excluded.project_uid, excluded.source_id,
                        excluded.conversion_window, excluded.split, excluded.statistic, excluded.timezone)
