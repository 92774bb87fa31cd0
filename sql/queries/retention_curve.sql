-- The average retention curve: users who came back after N periods, of the cohorts that are old enough to tell.
with chosen as (
    select report_id, project, report
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
)
select project, report, grain, dimensions, period_number, count(*) as cohorts,
       round(cast(sum(users) / nullif(sum(cohort_size), 0) as numeric), 4) as retained
from gio.retention_cohorts
join chosen using (project, report)
where users is not null
  and cohort_date >= coalesce(cast(nullif(current_setting('gio.from', true), '') as date), '-infinity')
  and cohort_date <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
group by project, report, grain, dimensions, period_number
order by project, report, dimensions, period_number
