select pg_advisory_xact_lock(hashtextextended('gio_pipeline rate slot ' || cast(:project_key as text), 0))
