select generation, encrypted
from gio_state.tokens
where token_key = :token_key
    and issued_at > clock_timestamp() - make_interval(days => 29)
