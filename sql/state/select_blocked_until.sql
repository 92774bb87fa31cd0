select clock_timestamp() as now, limits.blocked_until
from (select 1) as always
left join gio_state.rate_limits as limits on limits.project_key = :project_key
