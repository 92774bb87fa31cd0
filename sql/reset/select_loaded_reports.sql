select r.report_id, r.project, r.report, r.active, count(c.period_start) as periods, min(c.period_date) as first,
       max(c.period_date) as last
from gio.reports r
left join gio.coverage c on c.report_id = r.report_id
where :name in (r.report, r.project || '/' || r.report)
group by r.report_id
order by r.project
