-- Where users leave a funnel, step by step: the sum of the last 30 final days, or of those of --from and --to.
with chosen as (
    select report_id, project, report
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
), days as (
    select c.report_id, max(c.period_date) as newest
    from gio.coverage c
    join chosen using (report_id)
    where c.state = 'final'
      and c.period_date <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
    group by c.report_id
)
select s.project, s.report, s.dimensions, s.step_number, s.step_name, sum(s.users) as users,
       round(cast(sum(s.users) / nullif(lag(sum(s.users)) over (
           partition by s.project, s.report, s.dimensions order by s.step_number), 0) as numeric), 3) as of_step_before
from chosen
join days using (report_id)
join gio.funnel_steps s on s.project = chosen.project and s.report = chosen.report
where s.state = 'final' and s.period_date <= days.newest
  and s.period_date >= coalesce(cast(nullif(current_setting('gio.from', true), '') as date), days.newest - 29)
group by s.project, s.report, s.dimensions, s.step_number, s.step_name
order by s.project, s.report, s.dimensions, s.step_number
