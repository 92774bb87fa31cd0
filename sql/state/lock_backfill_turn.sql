select set_config('synchronous_commit', 'off', true),
       set_config('idle_in_transaction_session_timeout', '10s', true),
       set_config('lock_timeout', :lock_timeout, true),
       set_config('statement_timeout', '0', true),
       pg_advisory_xact_lock(hashtextextended('gio_pipeline backfill turn ' || cast(:project_key as text), 0))
