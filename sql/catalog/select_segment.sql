select id, user_type, user_num, present, last_seen, users_loaded from gio.segments where project = :project and id = :id
