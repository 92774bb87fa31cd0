select rolname from pg_roles where rolname in ('gio_reader', 'gio_reader_pii')
