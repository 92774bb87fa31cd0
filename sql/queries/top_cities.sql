-- The five cities with the most of a daily chart's first metric, in its newest seven days or those of --from and --to.
-- Reads every daily chart that has a dimension called 城市 (say another instead): --report narrows it to one.
with chosen as (
    select report_id, project, report
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
), days as (
    select c.report_id, max(c.period_date) as newest
    from gio.coverage c
    join gio.reports r using (report_id)
    where r.kind = 'chart' and r.grain = 'day'
      and c.period_date <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
    group by c.report_id
), main as (
    select distinct on (report_id) report_id, name as metric
    from gio.metrics
    order by report_id, position
), by_city as (
    select v.project, v.report, v.metric, v.dimensions ->> '城市' as city, sum(v.value) as total
    from chosen
    join days using (report_id)
    join main using (report_id)
    join gio.report_values v on v.project = chosen.project and v.report = chosen.report and v.metric = main.metric
    where v.dimensions ? '城市' and v.period_date <= days.newest
      and v.period_date >= coalesce(cast(nullif(current_setting('gio.from', true), '') as date), days.newest - 6)
    group by v.project, v.report, v.metric, city
), ranked as (
    select *, row_number() over (partition by project, report order by total desc nulls last, city) as place
    from by_city
)
select city, total, metric, place, project, report
from ranked
where place <= 5
order by project, report, place
