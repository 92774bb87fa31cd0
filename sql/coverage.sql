-- name: reopen_coverage
-- Calls final periods filling again.
update gio.coverage
set state = 'filling'
where report_id = :report_id and state = 'final' and period_start = any(cast(:starts as timestamptz[]))

-- name: select_checked_since
-- Periods whose last load ended after an instant.
select c.period_start
from gio.coverage c
join gio.loads l on l.load_id = c.load_id
where c.report_id = :report_id and l.finished_at > :since

-- name: select_clock
-- What time it is.
select clock_timestamp()

-- name: select_like_periods
-- Rows and a metric's sum of some periods.
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

-- name: select_loaded_periods
-- Every loaded period of a report, and the run that loaded it.
select c.period_start, c.state, c.rows, c.digest, l.run_id
from gio.coverage c
left join gio.loads l on l.load_id = c.load_id
where c.report_id = :report_id
order by c.period_start

-- name: select_loads_by_report
-- How much is loaded of each report, and its last load.
select report_id, count(*) as periods, coalesce(max(load_id), 0) as last_load
from gio.coverage
group by report_id

-- name: select_outlines
-- The loaded periods of some reports: stretches of final ones, the others one by one.
select given.report_id, found.*
from unnest(cast(:report_ids as int[]), cast(:grains as text[]), cast(:steps as interval[]), cast(:timezones as text[]),
            cast(:starts as timestamptz[]), cast(:newest as timestamptz[]), cast(:recent as int[]),
            cast(:fills_for as interval[]), cast(:final_after as interval[]))
     as given (report_id, grain, step, timezone, start, newest, recent, fills_for, final_after)
cross join lateral (
    with listed as (
        -- What the timetable has final, not the state alone: an answer or a setting may have moved the instant since.
        select period_start, period_date, state, checked_at, asked_at,
               state = 'final' and period_start < given.newest
                   and coalesce(asked_at at time zone given.timezone >= period_date + given.fills_for, true)
                   as closed,
               (period_date + given.final_after + interval '1 day') at time zone given.timezone as confirmed_from
        from gio.coverage
        where report_id = given.report_id
    ), parted as (
        select *,
               closed and (checked_at >= confirmed_from or confirmed_from <= cast(:confirmable as timestamptz))
                   and row_number() over (partition by closed order by period_start desc) > given.recent
                   as quiet
        from listed
    ), linked as (
        select *,
               quiet and lag(quiet) over by_time
                   and case when given.grain = 'hour'
                                then period_start - interval '1 hour' = lag(period_start) over by_time
                            else period_date - given.step = lag(period_date) over by_time end
                   and period_start <> given.start as follows
        from parted
        window by_time as (order by period_start)
    ), stretched as (
        select *, count(*) filter (where follows is not true) over (order by period_start) as stretch
        from linked
    )
    select min(period_start) as first, max(period_start) as last, count(*) as periods, min(state) as state,
           bool_and(quiet) as quiet, min(asked_at) as asked_at, min(checked_at) as checked_at,
           (array_agg(period_start order by checked_at, period_start))[1] as oldest
    from stretched
    group by stretch
    order by first
) found
