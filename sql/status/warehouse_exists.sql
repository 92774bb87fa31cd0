select to_regclass('gio.coverage') is not null
