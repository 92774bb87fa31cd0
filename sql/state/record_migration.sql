insert into gio_state.migrations (version, name) values (%(version)s, %(name)s)
