-- Stickiness: the average daily users of a month against the month's own, for charts loaded both by day and by month.
-- Unique users do not add up, so the month's figure must be a report of its own, of the same id, with grain: month.
-- --report names the monthly one. days: how many final days the average is of.
with chosen as (
    select report_id, project, report, source_id, kind
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
)
select m.project, m.report as monthly_report, d.report as daily_report, m.metric, m.period_date as month, m.dimensions,
       count(*) as days, round(cast(avg(d.value) as numeric), 1) as dau, m.value as mau,
       round(cast(avg(d.value) / nullif(m.value, 0) as numeric), 3) as stickiness
from gio.report_values m
join chosen mr on mr.project = m.project and mr.report = m.report
join gio.reports dr on dr.project = mr.project and dr.source_id = mr.source_id and dr.kind = mr.kind
    and dr.grain = 'day' and dr.active
join gio.report_values d on d.project = dr.project and d.report = dr.report and d.metric = m.metric
    and d.dimensions = m.dimensions and d.occurrence = m.occurrence
    and d.period_date >= m.period_date and d.period_date < m.period_date + interval '1 month'
where m.period_date >= coalesce(cast(nullif(current_setting('gio.from', true), '') as date), '-infinity')
  and m.period_date <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
  and m.kind = 'chart' and m.grain = 'month' and m.state = 'final' and d.state = 'final'
  and m.metric ~* '用户|人数|user|visitor'
group by m.project, m.report, d.report, m.metric, m.period_date, m.dimensions, m.occurrence, m.value
order by m.project, m.report, m.metric, month, mau desc
