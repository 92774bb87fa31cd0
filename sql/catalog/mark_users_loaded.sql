update gio.segments
set truncated = :truncated, users_loaded = :users, users_snapshot_at = :snapshot_at
where project = :project and id = :segment_id
