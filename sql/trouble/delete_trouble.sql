delete from gio_state.troubles where project = :project and subject = :subject and ended_at is not null
