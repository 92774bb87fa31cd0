update gio.reports set timeless = true where report_id = :report_id and timeless is distinct from true
