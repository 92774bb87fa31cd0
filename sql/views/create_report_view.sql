create or replace view {view} as
select {columns}
from gio.coverage c
join gio.points p on p.report_id = c.report_id and p.period_start = c.period_start
join gio.dimension_sets d on d.dims_id = p.dims_id
where c.report_id = {report_id}
group by c.report_id, c.period_start, d.dims_id
