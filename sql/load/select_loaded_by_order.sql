select c.period_start, c.state, c.rows, l.run_id
from gio.coverage c
join gio.loads l on l.load_id = c.load_id
where c.report_id = :report_id and (l.root_run_id = :root_run_id or l.backfill_id = :backfill_id)
    -- A period that kept its rows has those of an earlier answer.
    and c.sent_at >= l.started_at
order by c.period_start
