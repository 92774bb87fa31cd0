-- Where users leave a funnel: the sum of the last 30 final days, step by step.
select project, report, dimensions, step_number, step_name, sum(users) as users,
       round(cast(sum(users) / nullif(lag(sum(users)) over (
           partition by project, report, dimensions order by step_number), 0) as numeric), 3) as of_step_before
from gio.funnel_steps s
where state = 'final'
  and period_date > (
      select max(period_date) from gio.coverage c
      where c.project = s.project and c.report = s.report and c.state = 'final'
  ) - 30
group by project, report, dimensions, step_number, step_name
order by project, report, dimensions, step_number
