select c.period_start, c.state, c.rows, c.digest, l.run_id
from gio.coverage c
left join gio.loads l on l.load_id = c.load_id
where c.report_id = :report_id
order by c.period_start
