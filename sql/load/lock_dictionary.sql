select set_config('idle_in_transaction_session_timeout', '2min', true),
       pg_advisory_xact_lock(hashtextextended('gio_pipeline dictionary', :report_id))
