select r.project || '/' || r.report as key, m.name
from gio.metrics m
join gio.reports r using (report_id)
where r.active and r.kind = any(:kinds) and m.series is null
order by key, m.position
