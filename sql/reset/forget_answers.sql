update gio.reports
set source_name = null, columns = null, timeless = null, time_column = null, time_cell = null,
    echoed_conversion_window = null, largest_column = 0, answered_at = null, turn_at = null,
    most_periods = null, most_periods_at = null, v3_reason = null, v3_since = null, v3_checked_at = null
where report_id = :report_id
