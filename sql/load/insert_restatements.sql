insert into gio.restatements (report_id, project, report, period_start, dims_id, dimensions, metric,
                              old_value, old_text, new_value, new_text, restated_at, load_id)
select :report_id, :project, :report, i.period_start, i.dims_id, d.dimensions, m.name, i.old_value,
       -- Few values have a text: a join of all would read the whole report.
       case when i.had_text then (
           select p.value_text
           from gio.points p
           where p.ctid = i.place
             and p.report_id = :report_id and p.period_start = i.period_start and p.dims_id = i.dims_id
             and p.metric_id = i.metric_id
       ) end,
       i.value, i.value_text, cast(:now as timestamptz), :load_id
from pg_temp.incoming i
join gio.dimension_sets d on d.dims_id = i.dims_id
join gio.metrics m on m.report_id = :report_id and m.metric_id = i.metric_id
where i.period_start = any(cast(:finals as timestamptz[]))
