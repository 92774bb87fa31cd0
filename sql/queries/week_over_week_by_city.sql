-- Every metric by city: the newest final day (up to --to) against the same weekday a week before.
-- Reads every daily chart that has a dimension called 城市; --report narrows it to one. Where a city has several
-- rows a day they are added up, and metrics that do not add up (users, rates, averages, told by their names) left out.
with chosen as (
    select report_id, project, report
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
), newest as (
    select project, report, max(period_date) as day
    from gio.report_values
    join chosen using (project, report)
    where period_date <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
      and kind = 'chart' and grain = 'day' and state = 'final' and dimensions ? '城市'
    group by project, report
), by_city as (
    select v.project, v.report, v.metric, v.dimensions ->> '城市' as city, v.period_date = n.day as is_this_day,
           sum(v.value) as total, count(*) as rows
    from newest n
    join gio.report_values v on v.project = n.project and v.report = n.report and v.period_date in (n.day, n.day - 7)
    group by v.project, v.report, v.metric, city, is_this_day
)
select project, report, metric, city,
       sum(total) filter (where is_this_day) as this_day,
       sum(total) filter (where not is_this_day) as week_before,
       round(cast(sum(total) filter (where is_this_day)
             / nullif(sum(total) filter (where not is_this_day), 0) - 1 as numeric), 3) as change
from by_city
group by project, report, metric, city
having max(rows) = 1 or metric !~* '用户|人数|率|均|占比|user|visitor|rate|ratio|average|avg'
order by project, report, metric, this_day desc nulls last
