-- What the source changed after it was final, found in the last 30 days: how many values, and by how much in all.
select project, report, period_start, metric, count(*) as values_changed,
       sum(coalesce(old_value, 0)) as before, sum(coalesce(new_value, 0)) as after, max(restated_at) as found_at
from gio.restatements
where restated_at > (select coalesce(max(restated_at), now()) from gio.restatements) - interval '30 days'
group by project, report, period_start, metric
order by found_at desc, project, report, period_start, metric
