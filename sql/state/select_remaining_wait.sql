select
    clock_timestamp() as now,
    cast(extract(epoch from cast(:due as timestamptz) - clock_timestamp()) as double precision) as spaced,
    cast(extract(epoch from limits.blocked_until - clock_timestamp()) as double precision) as blocked
from (select 1) as always
left join gio_state.rate_limits as limits on limits.project_key = :project_key
