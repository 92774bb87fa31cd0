-- Loads, requests and changes by day and report: the seven days before the newest load, or those of --from and --to.
with chosen as (
    select report_id, project, report, timezone
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
), loads as (
    select l.*, cast(l.started_at at time zone r.timezone as date) as day, max(l.started_at) over () as newest
    from gio.loads l
    join chosen r using (report_id)
    where cast(l.started_at at time zone r.timezone as date) <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
)
select day, project, report, count(*) as loads, count(*) filter (where status <> 'done') as not_done,
       sum(requests) as requests, sum(inserted) as inserted, sum(changed) as changed, sum(deleted) as deleted,
       max(error) as an_error
from loads
where coalesce(
    day >= cast(nullif(current_setting('gio.from', true), '') as date),
    started_at > newest - interval '7 days'
)
group by day, project, report
order by day desc, project, report
