update gio.segments d
set present = false
where d.project = :project and d.present
  and not exists (select from jsonb_to_recordset(cast(:rows as jsonb)) as r (id text) where r.id = d.id)
