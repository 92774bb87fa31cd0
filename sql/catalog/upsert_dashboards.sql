insert into gio.dashboards as d (project, id, name, type, scope, creator, updater, created_at, created_at_text,
                                 updated_at, updated_at_text, first_seen, last_seen)
select :project, id, name, type, scope, creator, updater, created_at, created_at_text,
       updated_at, updated_at_text, :now, :now
from jsonb_to_recordset(cast(:rows as jsonb)) as r (
    id text, name text, type text, scope text, creator text, updater text, created_at timestamp, created_at_text text,
    updated_at timestamp, updated_at_text text
)
on conflict (project, id) do update
set name = excluded.name, type = excluded.type, scope = excluded.scope, creator = excluded.creator,
    updater = excluded.updater, created_at = excluded.created_at, created_at_text = excluded.created_at_text,
    updated_at = excluded.updated_at, updated_at_text = excluded.updated_at_text,
    last_seen = excluded.last_seen, present = true
-- Only a row that was there before has been locked, by this statement.
returning d.xmax = 0 as is_new
