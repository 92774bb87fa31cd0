select period_start, state, rows, digest, sent_at, sent_at > clock_timestamp() as sent_in_future
from gio.coverage
where report_id = :report_id and period_start = any(cast(:starts as timestamptz[]))
order by period_start
for update
