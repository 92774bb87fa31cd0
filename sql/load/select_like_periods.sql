select c.period_start, c.rows, sum(p.value) as total
from gio.coverage c
left join gio.metrics m on m.report_id = c.report_id and m.name_hash = cast(:name_hash as uuid)
left join gio.points p on p.report_id = c.report_id and p.period_start = c.period_start and p.metric_id = m.metric_id
where c.report_id = :report_id and c.period_start = any(cast(:starts as timestamptz[]))
group by c.period_start, c.rows
