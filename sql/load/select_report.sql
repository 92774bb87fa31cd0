select report_id, kind, grain, project_uid, source_id, conversion_window, timezone, source_name, columns, timeless,
       time_column, time_cell, echoed_conversion_window, largest_column, answered_at, turn_at, active, most_periods,
       most_periods_at,
       exists (select from gio.coverage c where c.report_id = r.report_id) as loaded
from gio.reports r
where project = :project and report = :report
