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
