select generation from gio_state.tokens where token_key = :token_key
