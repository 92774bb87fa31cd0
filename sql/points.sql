-- name: has_rows_behind
-- Whether rows stand behind a period of a report in the order of the key.
select exists (select from gio.points where (report_id, period_start) > (:report_id, :last))

-- name: apply_differences
-- Deletes, changes and inserts what distinguishes an answer from what is stored, and keeps restatements.
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

-- name: given_differences
-- The few rows of a difference as arrays, in place of pg_temp.incoming.
unnest(
    cast(:starts as timestamptz[]), cast(:dims as int[]), cast(:metrics as smallint[]),
    cast(:new_values as double precision[]), cast(:texts as text[]), cast(:changes as "char"[]),
    cast(:places as tid[]), cast(:old_values as double precision[]), cast(:had_texts as boolean[])
) as i (period_start, dims_id, metric_id, value, value_text, change, place, old_value, had_text)

-- name: create_incoming
-- Holds the many rows of a difference until the transaction ends.
create temporary table incoming (
    like gio.points,
    change "char" not null,
    place tid not null,
    old_value double precision,
    had_text boolean not null
) on commit drop
