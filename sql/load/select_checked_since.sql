select c.period_start
from gio.coverage c
join gio.loads l on l.load_id = c.load_id
where c.report_id = :report_id and l.finished_at > :since
