insert into gio_state.tokens (token_key, generation, encrypted, issued_at)
values (:token_key, :generation, :encrypted, :issued_at)
on conflict (token_key) do update
set generation = excluded.generation, encrypted = excluded.encrypted, issued_at = excluded.issued_at
