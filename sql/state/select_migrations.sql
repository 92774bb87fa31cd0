select version from gio_state.migrations
