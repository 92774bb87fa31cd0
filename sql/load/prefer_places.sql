select
    set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true),
    set_config('enable_indexscan', 'off', true),
    set_config('enable_bitmapscan', 'off', true)
