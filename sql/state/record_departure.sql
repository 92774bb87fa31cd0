insert into gio_state.rate_limits (project_key, spacing, last_sent_at)
values (:project_key, make_interval(secs => :spacing), clock_timestamp())
on conflict (project_key) do update
set spacing = excluded.spacing, last_sent_at = clock_timestamp()
returning last_sent_at
