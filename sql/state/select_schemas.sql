select nspname as name, pg_has_role(nspowner, 'USAGE') as own from pg_namespace
