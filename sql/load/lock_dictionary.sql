select pg_advisory_xact_lock(hashtextextended('gio_pipeline dictionary', :report_id))
