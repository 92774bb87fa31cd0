insert into gio.dashboard_charts as d (project, dashboard_id, id, resource_type, name, creator, created_at,
                                       created_at_text, first_seen, last_seen)
select :project, dashboard_id, id, resource_type, name, creator, created_at, created_at_text, :now, :now
from jsonb_to_recordset(cast(:rows as jsonb)) as r (
    dashboard_id text, id text, resource_type text, name text, creator text, created_at timestamp, created_at_text text
)
on conflict (project, dashboard_id, resource_type, id) do update
set name = excluded.name, creator = excluded.creator, created_at = excluded.created_at,
    created_at_text = excluded.created_at_text, last_seen = excluded.last_seen, present = true
-- Only a row that was there before has been locked, by this statement.
returning d.xmax = 0 as is_new
