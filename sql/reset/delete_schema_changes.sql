delete from gio.schema_changes where report_id = :report_id
