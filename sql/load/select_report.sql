select r.*, exists (select from gio.coverage c where c.report_id = r.report_id) as loaded
from gio.reports r
where project = :project and report = :report
