select p.period_start, d.dimensions, m.name, p.value, 1 as limit_value, count(*) over () as checked,
       p.value < 0 or p.value > 1 as odd
from gio.metrics m
join gio.points p on p.report_id = m.report_id and p.metric_id = m.metric_id
                 and p.period_start = any(cast(:starts as timestamptz[]))
join gio.dimension_sets d on d.dims_id = p.dims_id
where m.report_id = :report_id and m.series = 'cohort_rate' and p.value is not null
order by odd desc, p.period_start desc
limit :most
