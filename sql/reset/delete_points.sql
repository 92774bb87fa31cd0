delete from gio.points where report_id = :report_id
