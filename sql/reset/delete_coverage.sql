delete from gio.coverage where report_id = :report_id
