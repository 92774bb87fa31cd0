delete from gio.restatements where report_id = :report_id
