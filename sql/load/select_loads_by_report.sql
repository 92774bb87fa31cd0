select report_id, count(*) as periods, coalesce(max(load_id), 0) as last_load
from gio.coverage
group by report_id
