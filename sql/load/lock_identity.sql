select pg_advisory_xact_lock(hashtextextended('gio_pipeline report', report_id))
from gio.reports
where project = :project and report = :report
