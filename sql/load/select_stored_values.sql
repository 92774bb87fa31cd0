select p.period_start, p.dims_id, m.name as metric, p.value, p.value_text
from gio.points p
join gio.metrics m on m.report_id = p.report_id and m.metric_id = p.metric_id
where p.report_id = :report_id and p.period_start = any(cast(:starts as timestamptz[]))
