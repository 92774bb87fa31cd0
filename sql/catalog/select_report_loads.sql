select r.report, r.kind, r.source_id, r.dashboard, max(c.checked_at) as loaded_at
from gio.reports r
join gio.coverage c on c.report_id = r.report_id
where r.project = :project and r.active
group by r.report_id
order by r.report
