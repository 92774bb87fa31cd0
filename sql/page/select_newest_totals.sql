-- The newest periods up to one of them, and the sum of a metric in each.
select c.period_start, c.state, sum(p.value) as total
from (
    select report_id, period_start, state
    from gio.coverage
    where report_id = :report_id and period_start <= cast(:newest as timestamptz)
    order by period_start desc
    limit :most
) c
left join gio.points p on p.report_id = c.report_id and p.period_start = c.period_start and p.metric_id = :metric_id
group by c.period_start, c.state
order by c.period_start
