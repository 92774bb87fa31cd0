select least(last_sent_at, clock_timestamp()) + greatest(spacing, make_interval(secs => :spacing))
from gio_state.rate_limits
where project_key = :project_key
