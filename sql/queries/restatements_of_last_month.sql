-- What the source changed after it was final: how many values, and by how much in all. Found in the last 30 days, or of
-- the periods of --from and --to.
with chosen as (
    select report_id, project, report, timezone
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
), found as (
    select s.*, cast(s.period_start at time zone r.timezone as timestamp(0)) as period_local,
           max(s.restated_at) over () as newest
    from gio.restatements s
    join chosen r using (report_id)
)
select project, report, period_local, metric, count(*) as values_changed, sum(coalesce(old_value, 0)) as before,
       sum(coalesce(new_value, 0)) as after, max(restated_at) as found_at
from found
where cast(period_local as date) <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
  and coalesce(
      cast(period_local as date) >= cast(nullif(current_setting('gio.from', true), '') as date),
      restated_at > newest - interval '30 days'
  )
group by project, report, period_local, metric
order by found_at desc, project, report, period_local, metric
