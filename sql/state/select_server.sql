select
    current_setting('server_version_num') as version,
    current_setting('server_encoding') as encoding,
    pg_is_in_recovery() as standby,
    setting as read_only,
    source as read_only_by
from pg_settings
where name = 'default_transaction_read_only'
