-- How fresh each report is: its newest final period, what is loaded of it, and when it was last looked at.
select r.project,
       r.report,
       r.kind,
       r.grain,
       max(c.period_date) filter (where c.state = 'final') as newest_final,
       max(c.period_date) as newest_loaded,
       count(c.period_start) as periods,
       count(*) filter (where c.state = 'filling') as filling,
       count(*) filter (where c.state = 'provisional') as provisional,
       max(c.checked_at) as last_checked
from gio.reports r
left join gio.coverage c on c.report_id = r.report_id
where r.active
  and coalesce(nullif(current_setting('gio.report', true), ''), r.report) in (r.report, r.project || '/' || r.report)
group by r.report_id
order by newest_final nulls first, r.project, r.report
