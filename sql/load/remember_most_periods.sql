update gio.reports
set most_periods = :most_periods, most_periods_at = case when cast(:most_periods as int) is not null then cast(:now as timestamptz) end
where report_id = :report_id
