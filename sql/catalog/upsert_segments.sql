insert into gio.segments as d (project, id, name, user_type, user_num, updated_at, updated_at_text, first_seen, last_seen)
select :project, id, name, user_type, user_num, updated_at, updated_at_text, :now, :now
from jsonb_to_recordset(cast(:rows as jsonb)) as r (
    id text, name text, user_type text, user_num bigint, updated_at timestamp, updated_at_text text
)
on conflict (project, id) do update
set name = excluded.name, user_type = excluded.user_type, user_num = excluded.user_num,
    updated_at = excluded.updated_at, updated_at_text = excluded.updated_at_text,
    last_seen = excluded.last_seen, present = true
-- Only a row that was there before has been locked, by this statement.
returning d.xmax = 0 as is_new
