update gio.reports
set title = :title, description = :description, owner = :owner, dashboard = :dashboard,
    settle_after_hour = :settle_after_hour, settle_day_at = :settle_day_at, active = true
where report_id = :report_id
  and (title, description, owner, dashboard, settle_after_hour, settle_day_at, active)
      is distinct from (cast(:title as text), cast(:description as text), cast(:owner as text),
                        cast(:dashboard as text), cast(:settle_after_hour as interval),
                        cast(:settle_day_at as time), true)
