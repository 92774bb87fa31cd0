set transaction isolation level read committed;
select
    set_config('timezone', 'UTC', true),
    set_config('datestyle', 'ISO, YMD', true),
    set_config('intervalstyle', 'postgres', true),
    set_config('extra_float_digits', '1', true),
    set_config('bytea_output', 'hex', true),
    set_config('array_nulls', 'on', true),
    set_config('transform_null_equals', 'off', true),
    set_config('search_path', 'pg_catalog, pg_temp', true),
    set_config('tcp_keepalives_idle', '20', true),
    set_config('tcp_keepalives_interval', '5', true),
    set_config('tcp_keepalives_count', '4', true),
    set_config('tcp_user_timeout', '60s', true)
