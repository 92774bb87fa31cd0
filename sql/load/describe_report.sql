update gio.reports
set title = :title, description = :description, owner = :owner, dashboard = :dashboard, active = true
where report_id = :report_id
  and (title, description, owner, dashboard, active)
      is distinct from (cast(:title as text), cast(:description as text), cast(:owner as text),
                        cast(:dashboard as text), true)
