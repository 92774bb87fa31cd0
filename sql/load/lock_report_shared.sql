select set_config('idle_in_transaction_session_timeout', '2min', true),
       pg_advisory_xact_lock_shared(hashtextextended('gio_pipeline report', :report_id))
