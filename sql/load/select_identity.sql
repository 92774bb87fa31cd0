select kind, grain, project_uid, source_id, conversion_window, split, statistic, timezone
from gio.reports
where report_id = :report_id
