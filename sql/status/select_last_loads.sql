select r.report_id, l.finished_at, l.status, l.error
from gio.reports r
cross join lateral (
    select finished_at, status, error
    from gio.loads
    where report_id = r.report_id
    order by load_id desc
    limit 1
) l
