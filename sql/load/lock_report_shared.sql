select pg_advisory_xact_lock_shared(hashtextextended('gio_pipeline report', :report_id))
