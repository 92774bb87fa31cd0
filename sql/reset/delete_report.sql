delete from gio.reports where report_id = :report_id
