update gio.rules d
set present = false
where d.project = :project and d.present
  and not exists (
      select from jsonb_to_recordset(cast(:rows as jsonb)) as r (rule_id text, event_type text)
      where r.rule_id = d.rule_id and r.event_type = d.event_type
  )
