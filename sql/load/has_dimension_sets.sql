select exists (select from gio.dimension_sets where report_id = :report_id)
