select
    set_config('idle_in_transaction_session_timeout', '120s', true),
    set_config('lock_timeout', '15s', true),
    set_config('statement_timeout', '0', true)
