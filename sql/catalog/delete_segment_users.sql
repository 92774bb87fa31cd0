delete from gio.segment_users where project = :project and segment_id = :segment_id
