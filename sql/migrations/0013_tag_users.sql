create table gio.tag_users (
    project text not null,
    tag_id text not null,
    user_id text not null,
    occurrence int not null,
    properties jsonb not null,
    snapshot_at timestamptz not null,
    primary key (project, tag_id, user_id, occurrence)
);
comment on table gio.tag_users is 'One user of one tag that reports.yaml names in tag_users, as last downloaded: personal data';
comment on column gio.tag_users.project is 'Project name in reports.yaml';
comment on column gio.tag_users.tag_id is 'The tag';
comment on column gio.tag_users.user_id is 'First column of the download';
comment on column gio.tag_users.occurrence is '1; 2, 3 … where the source lists a user more than once, in its order';
comment on column gio.tag_users.properties is 'The other columns by their headers, as text; an empty cell is an empty text';
comment on column gio.tag_users.snapshot_at is 'When the tag''s users were downloaded';

-- gio_reader sees tables made later too (0003); this one is for gio_reader_pii alone.
do $$
begin
    if exists (select from pg_roles where rolname = 'gio_reader') then
        revoke select on gio.tag_users from gio_reader;
    end if;
end
$$;
