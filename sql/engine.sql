-- name: pin_transaction
-- The settings our statements rely on, for one transaction.
set transaction isolation level read committed;
select
    set_config('timezone', 'UTC', true),
    set_config('datestyle', 'ISO, YMD', true),
    set_config('intervalstyle', 'postgres', true),
    set_config('extra_float_digits', '1', true),
    set_config('bytea_output', 'hex', true),
    set_config('array_nulls', 'on', true),
    set_config('transform_null_equals', 'off', true),
    set_config('search_path', 'pg_catalog, pg_temp', true),
    set_config('tcp_keepalives_idle', '20', true),
    set_config('tcp_keepalives_interval', '5', true),
    set_config('tcp_keepalives_count', '4', true),
    set_config('tcp_user_timeout', '60s', true)

-- name: select_server
-- Version, encoding, and whether and why the server only reads.
select
    current_setting('server_version_num') as version,
    current_setting('server_encoding') as encoding,
    pg_is_in_recovery() as standby,
    setting as read_only,
    source as read_only_by
from pg_settings
where name = 'default_transaction_read_only'

-- name: select_rights
-- What the user may do in some schemas.
select current_setting('server_version') as version,
       has_database_privilege(current_database(), 'TEMP') as may_make_temporary_tables,
       has_database_privilege(current_database(), 'CREATE') as may_make_schemas,
       array(
           select name from unnest(cast(:schemas as text[])) as name
           where not exists (select from pg_namespace n where n.nspname = name)
       ) as missing_schemas,
       array(
           select cast(n.nspname as text) from pg_namespace n
           where n.nspname = any(cast(:schemas as text[]))
               and not (has_schema_privilege(n.oid, 'CREATE') and has_schema_privilege(n.oid, 'USAGE'))
       ) as closed_schemas,
       array(
           select n.nspname || '.' || c.relname
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname in ('gio', 'gio_state') and c.relkind in ('r', 'p')
               and exists (
                   select from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as wanted
                   where not has_table_privilege(c.oid, wanted)
               )
           order by 1
       ) as closed_tables
