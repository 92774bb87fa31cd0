insert into gio_state.snapshots (project, subject, taken_at)
values (:project, :subject, :taken_at)
on conflict (project, subject) do update set taken_at = excluded.taken_at
