select metric_id, name from gio.metrics where report_id = :report_id order by metric_id
