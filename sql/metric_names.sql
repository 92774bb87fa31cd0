-- name: insert_metrics
-- Numbers the metrics that are new.
insert into gio.metrics (report_id, metric_id, name, position, series, number, name_hash)
select :report_id, n.first + (row_number() over (order by n.position)), n.name, n.position, n.series, n.number,
       n.name_hash
from (
    select (select coalesce(max(metric_id), -1) from gio.metrics where report_id = :report_id) as first,
           name, position, series, number, name_hash
    from unnest(cast(:names as text[]), cast(:positions as smallint[]), cast(:series as text[]),
                cast(:numbers as smallint[]), cast(:hashes as uuid[]))
         as given (name, position, series, number, name_hash)
    where not exists (
        select from gio.metrics m where m.report_id = :report_id and m.name_hash = given.name_hash
    )
) n

-- name: lock_dictionary
-- Lets one load at a time number names of a report.
select set_config('idle_in_transaction_session_timeout', '2min', true),
       pg_advisory_xact_lock(hashtextextended('gio_pipeline dictionary', :report_id))

-- name: select_metrics
-- The numbers of a report's metrics.
select metric_id, name from gio.metrics where report_id = :report_id order by metric_id
