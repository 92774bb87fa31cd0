with deleted as (
    -- Read from pg_temp.incoming or, where they are few, from arrays: both stand in for what is in braces.
    delete from gio.points p
    using {incoming}
    -- The places as an array lead there whatever is known of the table: no join order reads all of it.
    where p.ctid = any({vanished}) and i.change = 'v' and i.place = p.ctid
      and p.report_id = :report_id and p.period_start = i.period_start and p.dims_id = i.dims_id
      and p.metric_id = i.metric_id
    returning p.period_start
), changed as (
    update gio.points p
    set value = i.value, value_text = i.value_text
    from {incoming}
    where p.ctid = any({changed}) and i.change = 'c' and i.place = p.ctid
      and p.report_id = :report_id and p.period_start = i.period_start and p.dims_id = i.dims_id
      and p.metric_id = i.metric_id
    returning p.period_start
), inserted as (
    insert into gio.points (period_start, value, report_id, dims_id, metric_id, value_text)
    select period_start, value, :report_id, dims_id, metric_id, value_text
    from {incoming}
    where change = 'n'
    returning period_start
), restated as (
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
    from {incoming}
    join gio.dimension_sets d on d.dims_id = i.dims_id
    join gio.metrics m on m.report_id = :report_id and m.metric_id = i.metric_id
    where i.period_start = any(cast(:finals as timestamptz[]))
)
select 'deleted' as what, period_start, count(*) from deleted group by period_start
union all
select 'changed', period_start, count(*) from changed group by period_start
union all
select 'inserted', period_start, count(*) from inserted group by period_start
