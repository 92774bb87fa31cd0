-- The rows that moved most, in absolute terms, between the newest final day (up to --to) and the same weekday a week
-- before.
-- Only where both days are loaded: a row that one of them lacks counts as 0.
with chosen as (
    select report_id, project, report
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
), newest as (
    select project, report, max(period_date) as day
    from gio.report_values v
    join chosen using (project, report)
    where period_date <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
      and kind = 'chart' and grain = 'day' and state = 'final'
      and exists (select from gio.coverage c where c.project = v.project and c.report = v.report
                  and c.period_date = v.period_date - 7)
    group by project, report
), compared as (
    select n.project, n.report, v.metric, v.dimensions, v.occurrence,
           sum(v.value) filter (where v.period_date = n.day) as this_day,
           sum(v.value) filter (where v.period_date = n.day - 7) as week_before
    from newest n
    join gio.report_values v on v.project = n.project and v.report = n.report and v.period_date in (n.day, n.day - 7)
    group by n.project, n.report, v.metric, v.dimensions, v.occurrence
)
select project, report, metric, dimensions, this_day, week_before,
       coalesce(this_day, 0) - coalesce(week_before, 0) as difference
from compared
order by abs(coalesce(this_day, 0) - coalesce(week_before, 0)) desc, project, report, metric, dimensions
limit 20
