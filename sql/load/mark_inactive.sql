update gio.reports
set active = not active
where (project = any(cast(:projects as text[])) or project_uid = any(cast(:uids as text[])))
  and active <> (project || '/' || report = any(cast(:keys as text[])))
