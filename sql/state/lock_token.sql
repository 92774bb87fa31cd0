select pg_advisory_xact_lock(hashtextextended('gio_pipeline token ' || cast(:token_key as text), 0))
