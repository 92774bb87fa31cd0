select set_config('work_mem', '64MB', true), set_config('enable_sort', 'off', true)
