select id, updated_at, updated_at_text from gio.dashboards where project = :project
