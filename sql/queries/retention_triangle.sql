-- The retention triangle: a row per cohort, a column per period after it; cells whose period has not ended are empty.
with chosen as (
    select report_id, project, report
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
)
select project, report, cohort_date, max(cohort_size) as cohort_size,
       round(cast(max(rate) filter (where period_number = 0) as numeric), 3) as "0",
       round(cast(max(rate) filter (where period_number = 1) as numeric), 3) as "1",
       round(cast(max(rate) filter (where period_number = 2) as numeric), 3) as "2",
       round(cast(max(rate) filter (where period_number = 3) as numeric), 3) as "3",
       round(cast(max(rate) filter (where period_number = 7) as numeric), 3) as "7",
       round(cast(max(rate) filter (where period_number = 14) as numeric), 3) as "14",
       round(cast(max(rate) filter (where period_number = 29) as numeric), 3) as "29",
       dimensions
from gio.retention_cohorts
join chosen using (project, report)
where cohort_date >= coalesce(cast(nullif(current_setting('gio.from', true), '') as date), '-infinity')
  and cohort_date <= coalesce(cast(nullif(current_setting('gio.to', true), '') as date), 'infinity')
group by project, report, cohort_date, dimensions, occurrence
order by project, report, dimensions, cohort_date
