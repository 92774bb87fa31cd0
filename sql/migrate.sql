-- name: lock_migrations
-- Lets one process at a time migrate.
select pg_advisory_xact_lock(hashtextextended('gio_pipeline migrations', 0))

-- name: migrations_exist
-- Whether any was applied.
-- Not to_regclass: after waiting for the lock it still remembers that there was no such table.
select exists (select from pg_tables where schemaname = 'gio_state' and tablename = 'migrations')

-- name: record_migration
-- Notes that a migration was applied.
insert into gio_state.migrations (version, name) values (%(version)s, %(name)s)

-- name: select_migrations
-- The migrations that were applied.
select version from gio_state.migrations

-- name: select_schemas
-- Which of our schemas there are, and whether they are ours.
select nspname as name, pg_has_role(nspowner, 'USAGE') as own from pg_namespace
