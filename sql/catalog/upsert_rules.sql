insert into gio.rules as d (project, rule_id, event_name, event_type, first_seen, last_seen)
select :project, rule_id, event_name, event_type, :now, :now
from jsonb_to_recordset(cast(:rows as jsonb)) as r (rule_id text, event_name text, event_type text)
on conflict (project, rule_id, event_type) do update
set event_name = excluded.event_name, last_seen = excluded.last_seen, present = true
-- Only a row that was there before has been locked, by this statement.
returning d.xmax = 0 as is_new
