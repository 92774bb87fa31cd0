select id from gio.dashboards where project = :project and present order by id
