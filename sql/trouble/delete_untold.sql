delete from gio_state.troubles where project = :project and ended_at is not null and told_at is null
