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
