select period_start, state, rows, checked_at, asked_at, truncated
from gio.coverage
where report_id = :report_id
order by period_start
