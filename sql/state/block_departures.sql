insert into gio_state.rate_limits (project_key, spacing, blocked_until)
values (:project_key, make_interval(secs => :spacing), clock_timestamp() + make_interval(secs => :seconds))
on conflict (project_key) do update
set blocked_until = greatest(rate_limits.blocked_until, clock_timestamp() + make_interval(secs => :seconds))
