select project || '/' || report
from gio.reports
where (project = any(cast(:projects as text[])) or project_uid = any(cast(:uids as text[])))
  and project || '/' || report <> all(cast(:keys as text[]))
order by 1
