update gio.loads set report_id = null where report_id = :report_id
