select period_start, rows, digest
from gio.coverage
where report_id = :report_id and period_start = any(cast(:starts as timestamptz[]))
