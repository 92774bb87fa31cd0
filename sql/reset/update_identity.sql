update gio.reports
set kind = :kind, grain = :grain, project_uid = :project_uid, source_id = :source_id,
    conversion_window = :conversion_window, timezone = :timezone
where report_id = :report_id
