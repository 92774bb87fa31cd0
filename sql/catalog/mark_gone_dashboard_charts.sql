update gio.dashboard_charts d
set present = false
where d.project = :project and d.present and d.dashboard_id <> all(cast(:unread as text[]))
  and not exists (
      select from jsonb_to_recordset(cast(:rows as jsonb)) as r (dashboard_id text, resource_type text, id text)
      where r.dashboard_id = d.dashboard_id and r.resource_type = d.resource_type and r.id = d.id
  )
