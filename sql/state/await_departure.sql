with slept as materialized (
    select pg_sleep(greatest(extract(epoch from cast(:due as timestamptz) - clock_timestamp()), 0))
)
select clock_timestamp() as now, limits.blocked_until
from slept
left join gio_state.rate_limits as limits on limits.project_key = :project_key
