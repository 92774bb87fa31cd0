select max(last_seen) from gio.rules where project = :project
