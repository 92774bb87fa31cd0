do $$
declare
    reader text;
begin
    foreach reader in array array['gio_reader', 'gio_reader_pii'] loop
        begin
            execute format('create role %I nologin', reader);
        exception when duplicate_object or unique_violation or insufficient_privilege then
            null;  -- roles belong to the server: another database has made it, or an administrator has to
        end;
        if exists (select from pg_roles where rolname = reader) then
            execute format('grant usage on schema gio, gio_reports to %I', reader);
            execute format('grant select on all tables in schema gio to %I', reader);
            execute format('grant select on all tables in schema gio_reports to %I', reader);
            execute format('alter default privileges in schema gio grant select on tables to %I', reader);
            execute format('alter default privileges in schema gio_reports grant select on tables to %I', reader);
        end if;
    end loop;
end
$$;
