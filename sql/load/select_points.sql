select ctid, period_start, dims_id, metric_id, coalesce(value, 'NaN'),
       coalesce(substr(sha256(convert_to(value_text, 'UTF8')), 1, 8), decode('0000000000000000', 'hex'))
from gio.points
where report_id = %(report_id)s and period_start = any(cast(%(starts)s as timestamptz[]))
