-- name: await_departure
-- Sleeps until a departure is due.
with slept as materialized (
    select pg_sleep(greatest(extract(epoch from cast(:due as timestamptz) - clock_timestamp()), 0))
)
select clock_timestamp() as now, limits.blocked_until
from slept
left join gio_state.rate_limits as limits on limits.project_key = :project_key

-- name: block_departures
-- Lets nobody of a project send for a while.
insert into gio_state.rate_limits (project_key, spacing, blocked_until)
values (:project_key, make_interval(secs => :spacing), clock_timestamp() + make_interval(secs => :seconds))
on conflict (project_key) do update
set blocked_until = greatest(rate_limits.blocked_until, clock_timestamp() + make_interval(secs => :seconds))

-- name: lock_backfill_turn
-- Lets one backfill at a time queue for a slot; a wait may be interrupted.
select set_config('synchronous_commit', 'off', true),
       set_config('idle_in_transaction_session_timeout', '10s', true),
       set_config('lock_timeout', :lock_timeout, true),
       set_config('statement_timeout', '0', true),
       pg_advisory_xact_lock(hashtextextended('gio_pipeline backfill turn ' || cast(:project_key as text), 0))

-- name: lock_rate_slot
-- Queues for the next departure; a wait may be interrupted.
select set_config('synchronous_commit', 'off', true),
       set_config('idle_in_transaction_session_timeout', '10s', true),
       set_config('lock_timeout', :lock_timeout, true),
       set_config('statement_timeout', '0', true),
       pg_advisory_xact_lock(hashtextextended('gio_pipeline rate slot ' || cast(:project_key as text), 0))

-- name: record_departure
-- Writes when a request leaves.
insert into gio_state.rate_limits (project_key, spacing, last_sent_at)
values (:project_key, make_interval(secs => :spacing), clock_timestamp())
on conflict (project_key) do update
set spacing = excluded.spacing, last_sent_at = clock_timestamp()
returning last_sent_at

-- name: select_blocked_until
-- Whether the source asked for a pause.
select clock_timestamp() as now, limits.blocked_until
from (select 1) as always
left join gio_state.rate_limits as limits on limits.project_key = :project_key

-- name: select_due
-- When the next request may leave.
select
    clock_timestamp() as now,
    case
        when limits.last_sent_at is null then clock_timestamp()
        else least(limits.last_sent_at, clock_timestamp())
            + greatest(limits.spacing, make_interval(secs => :spacing))
    end as due,
    limits.last_sent_at,
    limits.blocked_until
from (select 1) as always
left join gio_state.rate_limits as limits on limits.project_key = :project_key
