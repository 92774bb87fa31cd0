update gio_state.troubles set told_at = :told_at where project = :project and subject = :subject
