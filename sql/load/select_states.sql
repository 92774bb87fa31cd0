select period_start, state
from gio.coverage
where report_id = :report_id and period_start = any(cast(:starts as timestamptz[]))
