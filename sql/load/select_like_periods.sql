select c.period_start, c.rows,
       case when c.first_metric_id = m.metric_id then c.first_total
            else (
                select sum(p.value)
                from gio.points p
                where p.report_id = c.report_id and p.period_start = c.period_start and p.metric_id = m.metric_id
            )
       end as total
from gio.coverage c
left join gio.metrics m on m.report_id = c.report_id and m.name_hash = cast(:name_hash as uuid)
where c.report_id = :report_id and c.period_start = any(cast(:starts as timestamptz[]))
