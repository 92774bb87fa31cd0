-- Conversion of every funnel by day, final days only: a day that is still filling would look like a fall.
select project, report, period_date, dimensions,
       max(users) filter (where step_number = 1) as entered,
       min(users) as completed,
       max(overall_rate) as conversion_rate
from gio.funnel_steps
where state = 'final'
group by project, report, period_date, dimensions, occurrence
order by project, report, period_date, dimensions
