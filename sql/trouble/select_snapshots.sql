select subject, taken_at from gio_state.snapshots where project = :project
