insert into gio.restatements (report_id, project, report, period_start, dims_id, dimensions, metric,
                              old_value, old_text, new_value, new_text, restated_at, load_id)
select :report_id, :project, :report, moved.period_start, moved.dims_id, d.dimensions, m.name,
       moved.old_value, moved.old_text, moved.new_value, moved.new_text, cast(:now as timestamptz), :load_id
from (
    select coalesce(p.period_start, i.period_start) as period_start,
           coalesce(p.dims_id, i.dims_id) as dims_id,
           coalesce(p.metric_id, i.metric_id) as metric_id,
           p.value as old_value, p.value_text as old_text, i.value as new_value, i.value_text as new_text
    from (
        select * from gio.points where report_id = :report_id and period_start = any(cast(:finals as timestamptz[]))
    ) p
    full join (
        select * from pg_temp.incoming where period_start = any(cast(:finals as timestamptz[]))
    ) i on i.period_start = p.period_start and i.dims_id = p.dims_id and i.metric_id = p.metric_id
    where p.report_id is null or i.report_id is null
       or (p.value, p.value_text) is distinct from (i.value, i.value_text)
) moved
join gio.dimension_sets d on d.dims_id = moved.dims_id
join gio.metrics m on m.report_id = :report_id and m.metric_id = moved.metric_id
