create index on gio.loads (report_id, load_id) where error is not null;

create view gio.health as
select r.project, r.report, r.kind, r.grain, r.active,
       r.active and s.due_at < now() - interval '2 hours' as late,
       case when r.active and s.due_at < now() - interval '2 hours' then s.due_at end as late_since,
       n.newest_settled, l.finished_at as last_load_at, l.status as last_load_status,
       coalesce(t.error, e.error) as last_error, coalesce(t.last_at, e.finished_at) as last_error_at,
       t.since as in_trouble_since, t.kind as trouble, t.try_again_at, c.red_checks
from gio.reports r
left join lateral (
    select max(period_start) as newest_settled
    from gio.coverage
    where report_id = r.report_id and state <> 'provisional'
) n on true
cross join lateral (
    select case
               when n.newest_settled is null then r.created_at
               when r.grain <> 'hour' then
                   (n.newest_settled at time zone r.timezone + 2 * cast('1 ' || r.grain as interval) + r.settle_day_at)
                   at time zone r.timezone
               when cast(counted as date) > cast(began as date) and cast(counted as time) < r.settle_day_at then
                   (cast(counted as date) + r.settle_day_at) at time zone r.timezone
               else n.newest_settled + interval '2 hours' + r.settle_after_hour
           end as due_at
    from (select (n.newest_settled + interval '1 hour') at time zone r.timezone as began,
                 (n.newest_settled + interval '2 hours' + r.settle_after_hour) at time zone r.timezone as counted) clock
) s
left join lateral (
    select finished_at, status from gio.loads where report_id = r.report_id order by load_id desc limit 1
) l on true
left join lateral (
    select finished_at, error from gio.loads
    where report_id = r.report_id and error is not null
    order by load_id desc
    limit 1
) e on true
left join gio_state.troubles t on t.project = r.project and t.subject = r.report and t.ended_at is null
left join lateral (
    select array_agg(split_part(subject, ' ', 2) order by subject) as red_checks
    from gio_state.troubles
    where project = r.project and kind = 'check' and split_part(subject, ' ', 1) = r.report and ended_at is null
) c on true;
comment on view gio.health is 'One report: late or not and since when, what failed last, and when a schedule tries again; what monitoring reads';
comment on column gio.health.project is 'Project name';
comment on column gio.health.report is 'Report name';
comment on column gio.health.kind is 'chart, funnel, retention or frequency';
comment on column gio.health.grain is 'hour, day, week or month';
comment on column gio.health.active is 'Whether the report still stands in reports.yaml';
comment on column gio.health.late is 'Whether a newer period settled more than two hours ago, by the server''s clock, and is not loaded';
comment on column gio.health.late_since is 'When that period settled; for a report never loaded, when it was first tried';
comment on column gio.health.newest_settled is 'First instant of the newest period that was loaded after it had settled';
comment on column gio.health.last_load_at is 'When the last load ended, well or not';
comment on column gio.health.last_load_status is 'done, partial or failed';
comment on column gio.health.last_error is 'What was last said of a failure: of the trouble where there is one, else of a load long over, it may be';
comment on column gio.health.last_error_at is 'When that was';
comment on column gio.health.in_trouble_since is 'Since when the schedules cannot load it; null = they can';
comment on column gio.health.trouble is 'What is wrong: outage, slow, answer, rows, rejected, credentials or identity';
comment on column gio.health.try_again_at is 'When a schedule tries again what cannot pass by itself; null = at its next tick';
comment on column gio.health.red_checks is 'Names of the checks that were red after the last load; null = none';
