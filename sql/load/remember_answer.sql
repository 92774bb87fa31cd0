update gio.reports
set source_name = :source_name,
    columns = coalesce(cast(:columns as jsonb), columns),
    timeless = coalesce(:timeless, timeless),
    time_column = coalesce(cast(:time_column as text), time_column),
    time_cell = coalesce(cast(:time_cell as smallint), time_cell),
    echoed_conversion_window = coalesce(:echoed_conversion_window, echoed_conversion_window),
    largest_column = greatest(largest_column, :largest_column),
    answered_at = cast(:asked_at as timestamptz),
    turn_at = coalesce(turn_at, cast(:asked_at as timestamptz))
where report_id = :report_id
