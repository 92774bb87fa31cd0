with steps as (
    select period_start, dimensions, step_name, users,
           lag(users) over (partition by period_start, dimensions, occurrence order by step_number) as users_before
    from gio.funnel_steps
    where project = :project and report = :report and period_start = any(cast(:starts as timestamptz[]))
)
select period_start, dimensions, step_name as name, users as value, users_before as limit_value, count(*) over () as checked,
       users > users_before as odd
from steps
where users_before is not null and users is not null
order by odd desc, period_start desc
limit :most
