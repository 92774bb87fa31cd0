create table if not exists gio_state.migrations (
    version int primary key,
    name text not null,
    applied_at timestamptz not null default now()
)
