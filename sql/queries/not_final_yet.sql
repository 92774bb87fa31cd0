-- Periods whose figures may still move, newest first: leave them out of a month-end report.
select project, report, period_date, period_local, state, rows, asked_at, checked_at
from gio.coverage
where state <> 'final'
order by project, report, period_local desc
