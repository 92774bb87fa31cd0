-- What the source changed after it was final, found in the last 30 days: how many values, and by how much in all.
select s.project, s.report, cast(s.period_start at time zone r.timezone as timestamp(0)) as period_local, s.metric,
       count(*) as values_changed, sum(coalesce(s.old_value, 0)) as before, sum(coalesce(s.new_value, 0)) as after,
       max(s.restated_at) as found_at
from gio.restatements s
join gio.reports r using (report_id)
where s.restated_at > (select coalesce(max(restated_at), now()) from gio.restatements) - interval '30 days'
group by s.project, s.report, period_local, s.metric
order by found_at desc, s.project, s.report, period_local, s.metric
