create table gio_state.troubles (
    project text not null,
    subject text not null,
    kind text not null check (kind in ('outage', 'slow', 'answer', 'rows', 'rejected', 'credentials', 'identity', 'check')),
    error text not null,
    since timestamptz not null,
    last_at timestamptz not null,
    whole boolean not null,
    periods timestamptz[] not null,
    try_again_at timestamptz,
    fingerprint text not null,
    told_at timestamptz,
    ended_at timestamptz,
    primary key (project, subject)
);
comment on table gio_state.troubles is 'What the schedules cannot load now, or a check that is red: kept until it is over and that was told';
comment on column gio_state.troubles.project is 'Project name';
comment on column gio_state.troubles.subject is 'Report name, or catalog/ with the table of a snapshot; a check''s name follows a blank';
comment on column gio_state.troubles.kind is 'What is wrong: outage and slow may pass within the hour, the others hardly by themselves';
comment on column gio_state.troubles.error is 'What was said last';
comment on column gio_state.troubles.since is 'When it began';
comment on column gio_state.troubles.last_at is 'When it was last tried';
comment on column gio_state.troubles.whole is 'Whether the whole report waits for try_again_at, or only these periods';
comment on column gio_state.troubles.periods is 'First instants of the periods that failed';
comment on column gio_state.troubles.try_again_at is 'When the schedule tries again; null = at its next tick';
comment on column gio_state.troubles.fingerprint is 'SHA-256 of the report''s settings and credentials: where they change, it is tried at once';
comment on column gio_state.troubles.told_at is 'When people were last told';
comment on column gio_state.troubles.ended_at is 'When it was over; the row goes once that was told';

create table gio_state.snapshots (
    project text not null,
    subject text not null,
    taken_at timestamptz not null,
    primary key (project, subject)
);
comment on table gio_state.snapshots is 'When each snapshot was last taken whole: one that lacks today''s is due at the next tick';
comment on column gio_state.snapshots.project is 'Project name';
comment on column gio_state.snapshots.subject is 'catalog/ with the table, and the segment''s id for its users';
comment on column gio_state.snapshots.taken_at is 'By the pipeline''s clock';
