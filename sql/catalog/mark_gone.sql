update gio.{table} d
set present = false
where d.project = :project and d.present and d.{owner} <> all(cast(:unread as text[]))
  and not exists (
      select from jsonb_populate_recordset(cast(null as gio.{table}), cast(:rows as jsonb)) as r where {same_key}
  )
