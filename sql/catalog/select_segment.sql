select id, name, user_type, user_num, present, last_seen from gio.segments where project = :project and id = :id
