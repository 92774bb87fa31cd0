-- The average retention curve: users who came back after N periods, of the cohorts that are old enough to tell.
select project, report, grain, period_number, count(*) as cohorts,
       round(cast(sum(users) / nullif(sum(cohort_size), 0) as numeric), 4) as retained
from gio.retention_cohorts
group by project, report, grain, period_number
order by project, report, period_number
