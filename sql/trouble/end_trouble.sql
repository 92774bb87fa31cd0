update gio_state.troubles set ended_at = :now where project = :project and subject = :subject and ended_at is null
