select period_start, state, rows, digest, sent_at, truncated
from gio.coverage
where report_id = :report_id and period_start = any(cast(:starts as timestamptz[]))
order by period_start
for update
