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
