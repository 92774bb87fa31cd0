-- Every metric by city: the newest final day against the same weekday a week before.
-- Reads every daily chart that has a dimension called 城市; add a line on report to narrow it.
with newest as (
    select project, report, max(period_date) as day
    from gio.report_values
    where kind = 'chart' and grain = 'day' and state = 'final' and dimensions ? '城市'
    group by project, report
)
select n.project, n.report, v.metric, v.dimensions ->> '城市' as city,
       sum(v.value) filter (where v.period_date = n.day) as this_day,
       sum(v.value) filter (where v.period_date = n.day - 7) as week_before,
       round(cast(sum(v.value) filter (where v.period_date = n.day)
             / nullif(sum(v.value) filter (where v.period_date = n.day - 7), 0) - 1 as numeric), 3) as change
from newest n
join gio.report_values v on v.project = n.project and v.report = n.report and v.period_date in (n.day, n.day - 7)
group by n.project, n.report, v.metric, city
order by n.project, n.report, v.metric, this_day desc nulls last
