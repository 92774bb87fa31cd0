-- Loads, requests and changes by day and report over the seven days before the newest load.
select cast(l.started_at at time zone coalesce(r.timezone, current_setting('TimeZone')) as date) as day, l.project, l.report, count(*) as loads,
       count(*) filter (where l.status <> 'done') as not_done, sum(l.requests) as requests,
       sum(l.inserted) as inserted, sum(l.changed) as changed, sum(l.deleted) as deleted, max(l.error) as an_error
from gio.loads l
left join gio.reports r using (report_id)
where l.started_at > (select max(started_at) from gio.loads) - interval '7 days'
group by day, l.project, l.report
order by day desc, l.project, l.report
