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
