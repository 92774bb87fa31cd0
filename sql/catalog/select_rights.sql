select current_setting('server_version') as version,
       has_database_privilege(current_database(), 'TEMP') as may_make_temporary_tables,
       has_database_privilege(current_database(), 'CREATE') as may_make_schemas,
       array(
           select name from unnest(cast(:schemas as text[])) as name
           where not exists (select from pg_namespace n where n.nspname = name)
       ) as missing_schemas,
       array(
           select cast(n.nspname as text) from pg_namespace n
           where n.nspname = any(cast(:schemas as text[])) and not has_schema_privilege(n.oid, 'CREATE')
       ) as closed_schemas
