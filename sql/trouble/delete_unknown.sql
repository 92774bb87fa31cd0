delete from gio_state.troubles where project = :project and split_part(subject, ' ', 1) <> all(cast(:subjects as text[]))
