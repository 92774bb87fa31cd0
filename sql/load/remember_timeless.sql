update gio.reports
set timeless = true, columns = coalesce(columns, cast(:columns as jsonb))
where report_id = :report_id and (timeless is distinct from true or columns is null)
