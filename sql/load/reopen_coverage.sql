update gio.coverage
set state = 'filling'
where report_id = :report_id and state = 'final' and period_start = any(cast(:starts as timestamptz[]))
