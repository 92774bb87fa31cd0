insert into gio_state.troubles (project, subject, kind, error, since, last_at, whole, periods, try_again_at, fingerprint)
values (:project, :subject, :kind, :error, :since, :last_at, :whole, cast(:periods as timestamptz[]), :try_again_at,
        :fingerprint)
on conflict (project, subject) do update
set kind = excluded.kind, error = excluded.error, last_at = excluded.last_at, whole = excluded.whole,
    periods = excluded.periods, try_again_at = excluded.try_again_at, fingerprint = excluded.fingerprint, ended_at = null
