select pg_advisory_xact_lock(hashtextextended('gio_pipeline snapshot ' || :subject, 0))
