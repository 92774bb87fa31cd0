-- The average retention curve: users who came back after N periods, of the cohorts that are old enough to tell.
select project, report, grain, dimensions, period_number, count(*) as cohorts,
       round(cast(sum(users) / nullif(sum(cohort_size), 0) as numeric), 4) as retained
from gio.retention_cohorts
where users is not null
group by project, report, grain, dimensions, period_number
order by project, report, dimensions, period_number
