select subject, kind, error, since, last_at, whole, periods, try_again_at, fingerprint, told_at
from gio_state.troubles
where project = :project and ended_at is null
