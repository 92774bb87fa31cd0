select project || '/' || report
from gio.reports
where project || '/' || report <> all(cast(:keys as text[]))
order by 1
