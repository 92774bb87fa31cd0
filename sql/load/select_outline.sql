with listed as (
    -- What the timetable has final, not the state alone: an answer or a setting may have moved the instant since.
    select period_start, period_date, state, checked_at, asked_at,
           state = 'final' and period_start < cast(:newest as timestamptz)
               and coalesce(asked_at at time zone :timezone >= period_date + cast(:fills_for as interval), true)
               as closed,
           (period_date + cast(:final_after as interval) + interval '1 day') at time zone :timezone as confirmed_from
    from gio.coverage
    where report_id = :report_id
), parted as (
    select *,
           closed and (checked_at >= confirmed_from or confirmed_from <= cast(:confirmable as timestamptz))
               and row_number() over (partition by closed order by period_start desc) > :recent
               as quiet
    from listed
), linked as (
    select *,
           quiet and lag(quiet) over by_time
               and case when :grain = 'hour' then period_start - interval '1 hour' = lag(period_start) over by_time
                        else period_date - cast(:step as interval) = lag(period_date) over by_time end
               and period_start <> cast(:start as timestamptz) as follows
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
