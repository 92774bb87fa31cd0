-- name: group_in_memory
-- Lets select_points group by hashes: sorting a million points would take longer.
select set_config('work_mem', '64MB', true), set_config('enable_sort', 'off', true)

-- name: select_points
-- The stored points of some periods, a field of bytes for each metric's column.
select period_start, metric_id,
       string_agg(tidsend(ctid), ''),
       string_agg(int4send(dims_id), ''),
       string_agg(float8send(coalesce(value, 'NaN')), ''),
       string_agg(substr(sha256(convert_to(value_text, 'UTF8')), 1, 8), '')
from gio.points
where report_id = %(report_id)s and period_start = any(cast(%(starts)s as timestamptz[]))
group by period_start, metric_id, value_text is null
