-- Every metric of every daily chart, by day: the last 14 loaded days, or those of --from and --to.
-- Rows of a split report are added up, so there metrics that do not add up (users, rates, averages, told by their
-- names) are left out.
with chosen as (
    select report_id, project, report
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
), days as (
    select c.report_id, max(c.period_date) as newest
    from gio.coverage c
    join chosen using (report_id)
    where c.period_date <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
    group by c.report_id
)
select v.project, v.report, v.metric, v.period_date, sum(v.value) as total, count(*) as rows,
       bool_or(v.provisional) as provisional
from chosen
join days using (report_id)
join gio.report_values v on v.project = chosen.project and v.report = chosen.report
where v.kind = 'chart' and v.grain = 'day' and v.period_date <= days.newest
  and v.period_date >= coalesce(cast(nullif(current_setting('gio.from', true), '') as date), days.newest - 13)
group by v.project, v.report, v.metric, v.period_date
having count(*) = 1 or v.metric !~* '用户|人数|率|均|占比|user|visitor|rate|ratio|average|avg'
order by v.project, v.report, v.metric, v.period_date
