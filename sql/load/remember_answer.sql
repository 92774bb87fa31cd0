update gio.reports
set source_name = :source_name,
    columns = coalesce(cast(:columns as jsonb), columns),
    timeless = coalesce(:timeless, timeless),
    time_column = case when :dated then cast(:time_column as text) else time_column end,
    time_cell = case when :dated then cast(:time_cell as smallint) else time_cell end,
    echoed_conversion_window = coalesce(:echoed_conversion_window, echoed_conversion_window),
    largest_column = greatest(largest_column, :largest_column),
    answered_at = cast(:asked_at as timestamptz),
    turn_at = coalesce(turn_at, cast(:asked_at as timestamptz))
where report_id = :report_id
