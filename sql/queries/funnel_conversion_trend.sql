-- Conversion of every funnel by day, final days only: a day that is still filling would look like a fall.
with chosen as (
    select report_id, project, report
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
)
select project, report, period_date, dimensions,
       max(users) filter (where step_number = 1) as entered,
       min(users) as completed,
       max(overall_rate) as conversion_rate
from gio.funnel_steps
join chosen using (project, report)
where state = 'final'
  and period_date >= coalesce(cast(nullif(current_setting('gio.from', true), '') as date), '-infinity')
  and period_date <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
group by project, report, period_date, dimensions, occurrence
order by project, report, period_date, dimensions
