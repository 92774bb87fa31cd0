insert into gio.{table} as d (project, {columns}, first_seen, last_seen)
select :project, {columns}, :now, :now
from jsonb_populate_recordset(cast(null as gio.{table}), cast(:rows as jsonb))
on conflict (project, {key}) do update
set {updates}last_seen = excluded.last_seen, present = true
-- Only a row that was there before has been locked, by this statement.
returning d.xmax = 0 as is_new
