update gio.reports
set active = not active
where active <> (project || '/' || report = any(cast(:keys as text[])))
