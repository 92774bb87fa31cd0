-- name: limit_token_transaction
-- Limits how long a token's renewal may keep others waiting.
select
    set_config('idle_in_transaction_session_timeout', '120s', true),
    set_config('lock_timeout', '15s', true),
    set_config('statement_timeout', '0', true)

-- name: lock_token
-- Lets one process at a time renew a token.
select pg_advisory_xact_lock(hashtextextended('gio_pipeline token ' || cast(:token_key as text), 0))

-- name: select_token
-- The shared token, encrypted.
select generation, encrypted
from gio_state.tokens
where token_key = :token_key
    and issued_at > clock_timestamp() - make_interval(days => 29)

-- name: select_token_generation
-- How often the token was renewed.
select generation from gio_state.tokens where token_key = :token_key

-- name: upsert_token
-- Keeps a renewed token.
insert into gio_state.tokens (token_key, generation, encrypted, issued_at)
values (:token_key, :generation, :encrypted, :issued_at)
on conflict (token_key) do update
set generation = excluded.generation, encrypted = excluded.encrypted, issued_at = excluded.issued_at

-- name: select_clock
-- The database's clock, by which a token ages.
select clock_timestamp()
