-- name: finish
-- Writes what the periods are worth now, that the report was answered, and the load.
with answered as (
    -- Executed after the other two: loads of other windows of the report wait for this row.
    update gio.reports
    set answered_at = cast(:asked_at as timestamptz), turn_at = coalesce(turn_at, cast(:asked_at as timestamptz))
    where report_id = :report_id
), covered as (
    update gio.coverage c
    set state = coalesce(n.state, c.state),
        rows = coalesce(n.rows, c.rows),
        digest = case when n.rows is null then c.digest else n.digest end,
        truncated = coalesce(n.truncated, c.truncated),
        first_metric_id = case when n.rows is null then c.first_metric_id else m.metric_id end,
        first_total = case when n.rows is null then c.first_total else n.first_total end,
        asked_at = case when n.rows is null then c.asked_at else cast(:asked_at as timestamptz) end,
        sent_at = case when n.rows is null then c.sent_at else cast(:sent_at as timestamptz) end,
        loaded_at = case when n.touched then cast(:now as timestamptz) else c.loaded_at end,
        checked_at = cast(:now as timestamptz),
        load_id = :load_id
    from unnest(cast(:starts as timestamptz[]), cast(:states as text[]), cast(:row_counts as int[]),
                cast(:digests as bytea[]), cast(:truncated as boolean[]), cast(:touched as boolean[]),
                cast(:first_totals as double precision[]))
         as n (period_start, state, rows, digest, truncated, touched, first_total)
    left join gio.metrics m on m.report_id = :report_id and m.name_hash = cast(:first_metric as uuid)
    where c.report_id = :report_id and c.period_start = n.period_start
)
insert into gio.loads (load_id, report_id, project, report, window_start, window_end, periods, started_at, requests,
                       rows_in, rows_ignored, inserted, changed, unchanged, deleted, status, error, trigger,
                       run_id, root_run_id, backfill_id)
overriding system value
values (:load_id, :report_id, :project, :report, :window_start, :window_end, :periods, :started_at, :requests,
        :rows_in, :rows_ignored, :inserted, :changed, :unchanged, :deleted, :status, :error, :trigger,
        :run_id, :root_run_id, :backfill_id)

-- name: lock_periods
-- Locks the periods, makes those that are new, and says whether report and names are still what they were.
with valid as materialized (
    -- Whoever reset the report, or gave its name to another one, has committed by now.
    select exists (
        select
        from gio.reports r
        where r.report_id = :report_id and r.kind = :kind and r.grain = :grain and r.project_uid = :project_uid
          and r.source_id = :source_id and r.timezone = :timezone
          and r.conversion_window is not distinct from cast(:conversion_window as smallint)
          and r.split is not distinct from cast(:split as text)
          and r.statistic is not distinct from cast(:statistic as text)
    ) and (
        cast(:dims_id as int) is null
        or exists (select from gio.dimension_sets d where d.dims_id = :dims_id and d.report_id = :report_id)
    ) as unchanged
), made as (
    insert into gio.coverage (report_id, project, report, period_start, period_date, period_local,
                              state, asked_at, loaded_at, checked_at, sent_at)
    select :report_id, :project, :report, period_start, cast(period_local as date), period_local, 'provisional',
           cast(:asked_at as timestamptz), cast(:checked_at as timestamptz), cast(:checked_at as timestamptz),
           cast(:sent_at as timestamptz)
    from unnest(cast(:starts as timestamptz[]), cast(:locals as timestamp[])) as asked (period_start, period_local)
    where (select unchanged from valid)
    order by period_start
    on conflict do nothing
    returning period_start
)
select unchanged, cast(null as timestamptz) as period_start, false as made, cast(null as text) as state,
       0 as rows, cast(null as bytea) as digest, cast(null as timestamptz) as sent_at, false as sent_in_future
from valid
union all
select true, period_start, true, null, 0, null, null, false
from made
union all
select *
from (
    select true, period_start, false, state, rows, digest, sent_at, sent_at > clock_timestamp()
    from gio.coverage
    where report_id = :report_id and period_start = any(cast(:starts as timestamptz[]))
    order by period_start
    for update
) stored

-- name: select_coverage_for_update
-- The periods again, where another load made some of them meanwhile.
select period_start, state, rows, digest, sent_at, sent_at > clock_timestamp() as sent_in_future
from gio.coverage
where report_id = :report_id and period_start = any(cast(:starts as timestamptz[]))
order by period_start
for update
