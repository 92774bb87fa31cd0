select
    set_config('enable_hashjoin', 'on', true),
    set_config('enable_mergejoin', 'on', true),
    set_config('enable_indexscan', 'on', true),
    set_config('enable_bitmapscan', 'on', true),
    set_config('enable_sort', 'on', true)
