select project, subject, kind, error, since, last_at, whole, periods, try_again_at, fingerprint, told_at, ended_at
from gio_state.troubles
where project = any(cast(:projects as text[]))
order by project, since, subject
