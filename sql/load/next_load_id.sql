select nextval(pg_get_serial_sequence('gio.loads', 'load_id'))
