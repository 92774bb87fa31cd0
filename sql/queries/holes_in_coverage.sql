-- Periods missing between the first and the newest loaded one of every report, as ranges.
with chosen as (
    select report_id, project, report, grain
    from gio.reports
    where active
      and coalesce(nullif(current_setting('gio.report', true), ''), report) in (report, project || '/' || report)
), neighbours as (
    select c.project, c.report, r.grain, c.period_local,
           lead(c.period_local) over (partition by c.report_id order by c.period_start) as next_loaded
    from gio.coverage c
    join chosen r using (report_id)
)
select project, report, grain, period_local + cast('1 ' || grain as interval) as first_missing,
       next_loaded - cast('1 ' || grain as interval) as last_missing
from neighbours
where next_loaded > period_local + cast('1 ' || grain as interval)
order by project, report, first_missing
