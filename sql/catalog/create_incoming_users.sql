create temporary table incoming_users (
    line bigint generated always as identity,
    user_id text not null,
    properties jsonb not null
) on commit drop
