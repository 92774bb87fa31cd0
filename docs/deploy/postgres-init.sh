#!/bin/sh
# Run by the postgres image once, on an empty volume: the warehouse and Dagster's own storage, each with an owner that
# cannot see the other. The passwords go through psql's own variables, never through a process's arguments.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set gio_password `printf %s "$WAREHOUSE_PASSWORD"`
\set dagster_password `printf %s "$DAGSTER_POSTGRES_PASSWORD"`
set log_statement = 'none';
create role gio login password :'gio_password';
create role dagster login password :'dagster_password';
create role gio_reader nologin;
create role gio_reader_pii nologin;
grant gio_reader, gio_reader_pii to gio with admin option;
create database gio owner gio encoding 'UTF8' template template0;
create database dagster owner dagster encoding 'UTF8' template template0;
revoke connect on database gio from public;
revoke connect on database dagster from public;
grant connect on database gio to gio_reader, gio_reader_pii;
SQL
