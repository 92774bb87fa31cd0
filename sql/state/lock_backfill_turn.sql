select pg_advisory_xact_lock(hashtextextended('gio_pipeline backfill turn ' || cast(:project_key as text), 0))
