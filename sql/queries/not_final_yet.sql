-- Periods whose figures may still move, newest first: leave them out of a month-end report.
with chosen as (
    select report_id, project, report
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
)
select project, report, period_date, period_local, state, rows, asked_at, checked_at
from gio.coverage
join chosen using (report_id, project, report)
where state <> 'final'
  and period_date >= coalesce(cast(nullif(current_setting('gio.from', true), '') as date), '-infinity')
  and period_date <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
order by project, report, period_local desc
