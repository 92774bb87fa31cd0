-- Loads, requests and changes by day and report over the seven days before the newest load.
select cast(started_at as date) as day, project, report, count(*) as loads,
       count(*) filter (where status <> 'done') as not_done, sum(requests) as requests,
       sum(inserted) as inserted, sum(changed) as changed, sum(deleted) as deleted, max(error) as an_error
from gio.loads
where started_at > (select max(started_at) from gio.loads) - interval '7 days'
group by day, project, report
order by day desc, project, report
