-- name: delete_trouble
-- Forgets a trouble.
delete from gio_state.troubles where project = :project and subject = :subject and ended_at is not null

-- name: delete_unknown
-- Forgets the troubles of what left the configuration.
delete from gio_state.troubles where project = :project and split_part(subject, ' ', 1) <> all(cast(:subjects as text[]))

-- name: delete_untold
-- Forgets troubles that are over and that nobody was told of.
delete from gio_state.troubles where project = :project and ended_at is not null and told_at is null

-- name: end_trouble
-- Notes that a trouble is over.
update gio_state.troubles set ended_at = :now where project = :project and subject = :subject and ended_at is null

-- name: lock_telling
-- Lets one process at a time tell people.
select pg_try_advisory_xact_lock(hashtext('gio_pipeline telling'))

-- name: mark_told
-- Notes that people were told.
update gio_state.troubles set told_at = :told_at where project = :project and subject = :subject

-- name: select_snapshots
-- When each snapshot of a project was last taken whole.
select subject, taken_at from gio_state.snapshots where project = :project

-- name: select_troubles
-- What is in trouble in a project.
select subject, kind, error, since, last_at, whole, periods, try_again_at, fingerprint, told_at
from gio_state.troubles
where project = :project and ended_at is null

-- name: select_untold
-- The troubles of some projects, those that are over too.
select project, subject, kind, error, since, last_at, whole, periods, try_again_at, fingerprint, told_at, ended_at
from gio_state.troubles
where project = any(cast(:projects as text[]))
order by project, since, subject

-- name: upsert_snapshot
-- Notes that a snapshot was taken whole.
insert into gio_state.snapshots (project, subject, taken_at)
values (:project, :subject, :taken_at)
on conflict (project, subject) do update set taken_at = excluded.taken_at

-- name: upsert_trouble
-- Keeps a trouble.
insert into gio_state.troubles (project, subject, kind, error, since, last_at, whole, periods, try_again_at, fingerprint)
values (:project, :subject, :kind, :error, :since, :last_at, :whole, cast(:periods as timestamptz[]), :try_again_at,
        :fingerprint)
on conflict (project, subject) do update
set kind = excluded.kind, error = excluded.error, last_at = excluded.last_at, whole = excluded.whole,
    periods = excluded.periods, try_again_at = excluded.try_again_at, fingerprint = excluded.fingerprint, ended_at = null
