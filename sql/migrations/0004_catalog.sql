create table gio.dashboards (
    project text not null,
    id text not null,
    name text,
    type text,
    scope text,
    creator text,
    updater text,
    created_at timestamp,
    created_at_text text,
    updated_at timestamp,
    updated_at_text text,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    present boolean not null default true,
    primary key (project, id)
);
comment on table gio.dashboards is 'One dashboard of a project; one that disappeared keeps its row';
comment on column gio.dashboards.project is 'Project name in reports.yaml';
comment on column gio.dashboards.id is 'Id at GrowingIO';
comment on column gio.dashboards.name is 'Name at GrowingIO';
comment on column gio.dashboards.type is 'normal, or realtimeV2 for a real-time dashboard';
comment on column gio.dashboards.scope is 'Whose it is: global, project or user';
comment on column gio.dashboards.creator is 'Who made it';
comment on column gio.dashboards.updater is 'Who changed it last';
comment on column gio.dashboards.created_at is 'When it was made, in the project''s time zone; a mere date is its midnight';
comment on column gio.dashboards.created_at_text is 'The source''s text where it is no date that can be read';
comment on column gio.dashboards.updated_at is 'When it was changed last, in the project''s time zone; a mere date is its midnight';
comment on column gio.dashboards.updated_at_text is 'The source''s text where it is no date that can be read';
comment on column gio.dashboards.first_seen is 'First snapshot that listed it';
comment on column gio.dashboards.last_seen is 'Last snapshot that listed it';
comment on column gio.dashboards.present is 'Whether the last snapshot listed it';

create table gio.dashboard_charts (
    project text not null,
    dashboard_id text not null,
    id text not null,
    resource_type text not null check (resource_type in ('chart', 'funnel', 'retention')),
    name text,
    creator text,
    created_at timestamp,
    created_at_text text,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    present boolean not null default true,
    primary key (project, dashboard_id, resource_type, id)
);
create index dashboard_charts_report on gio.dashboard_charts (project, resource_type, id);
comment on table gio.dashboard_charts is 'One chart, funnel or retention on one dashboard; one that disappeared keeps its row';
comment on column gio.dashboard_charts.project is 'Project name in reports.yaml';
comment on column gio.dashboard_charts.dashboard_id is 'The dashboard it stands on';
comment on column gio.dashboard_charts.id is 'Id at GrowingIO, as reports.yaml wants it';
comment on column gio.dashboard_charts.resource_type is 'What it is: chart, funnel or retention';
comment on column gio.dashboard_charts.name is 'Name at GrowingIO';
comment on column gio.dashboard_charts.creator is 'Who made it';
comment on column gio.dashboard_charts.created_at is 'When it was made, in the project''s time zone; a mere date is its midnight';
comment on column gio.dashboard_charts.created_at_text is 'The source''s text where it is no date that can be read';
comment on column gio.dashboard_charts.first_seen is 'First snapshot in which it stood on the dashboard';
comment on column gio.dashboard_charts.last_seen is 'Last snapshot in which it stood on the dashboard';
comment on column gio.dashboard_charts.present is 'Whether it stood there in the last snapshot';

create table gio.segments (
    project text not null,
    id text not null,
    name text,
    user_type text,
    user_num bigint,
    updated_at timestamp,
    updated_at_text text,
    truncated boolean not null default false,
    users_loaded bigint,
    users_snapshot_at timestamptz,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    present boolean not null default true,
    primary key (project, id)
);
comment on table gio.segments is 'One user segment of a project; one that disappeared keeps its row';
comment on column gio.segments.project is 'Project name in reports.yaml';
comment on column gio.segments.id is 'Id at GrowingIO';
comment on column gio.segments.name is 'Name at GrowingIO';
comment on column gio.segments.user_type is 'What identifies its users: u for visitors, cs1 for those logged in';
comment on column gio.segments.user_num is 'Number of its users as the source counts them';
comment on column gio.segments.updated_at is 'When it was counted last, in the project''s time zone; a mere date is its midnight';
comment on column gio.segments.updated_at_text is 'The source''s text where it is no date that can be read';
comment on column gio.segments.truncated is 'Whether its last download in gio.segment_users was cut: 200,000 users, or fewer than user_num';
comment on column gio.segments.users_loaded is 'Rows of its last download in gio.segment_users; null = its users are not taken';
comment on column gio.segments.users_snapshot_at is 'When its users were downloaded last; null = they are not taken';
comment on column gio.segments.first_seen is 'First snapshot that listed it';
comment on column gio.segments.last_seen is 'Last snapshot that listed it';
comment on column gio.segments.present is 'Whether the last snapshot listed it';

create table gio.rules (
    project text not null,
    rule_id text not null,
    event_name text not null,
    event_type text not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    present boolean not null default true,
    primary key (project, rule_id, event_type)
);
comment on table gio.rules is 'One marked element (圈选) of a project; one that disappeared keeps its row';
comment on column gio.rules.project is 'Project name in reports.yaml';
comment on column gio.rules.rule_id is 'Id at GrowingIO';
comment on column gio.rules.event_name is 'Name of the event';
comment on column gio.rules.event_type is 'Type of the event: clck, page, imp, chng';
comment on column gio.rules.first_seen is 'First snapshot that listed it';
comment on column gio.rules.last_seen is 'Last snapshot that listed it';
comment on column gio.rules.present is 'Whether the last snapshot listed it';

create table gio.segment_users (
    project text not null,
    segment_id text not null,
    user_id text not null,
    occurrence int not null,
    user_type text,
    properties jsonb not null,
    snapshot_at timestamptz not null,
    primary key (project, segment_id, user_id, occurrence)
);
comment on table gio.segment_users is 'One user of one segment that reports.yaml names in segment_users, as last downloaded: personal data';
comment on column gio.segment_users.project is 'Project name in reports.yaml';
comment on column gio.segment_users.segment_id is 'The segment';
comment on column gio.segment_users.user_id is 'First column of the download';
comment on column gio.segment_users.occurrence is '1; 2, 3 … where the source lists a user more than once, in its order';
comment on column gio.segment_users.user_type is 'What identifies the user: the segment''s user_type';
comment on column gio.segment_users.properties is 'The other columns by their headers, as text; an empty cell is an empty text';
comment on column gio.segment_users.snapshot_at is 'When the segment''s users were downloaded';

-- gio_reader sees tables made later too (0003); this one is for gio_reader_pii alone.
do $$
begin
    if exists (select from pg_roles where rolname = 'gio_reader') then
        revoke select on gio.segment_users from gio_reader;
    end if;
end
$$;
