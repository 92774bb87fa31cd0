insert into gio.dimension_sets (report_id, occurrence, dimensions, hash)
select :report_id, occurrence, cast(dimensions as jsonb), hash
from unnest(cast(:occurrences as smallint[]), cast(:dimensions as text[]), cast(:hashes as uuid[]))
     as given (occurrence, dimensions, hash)
on conflict (report_id, hash) do nothing
returning replace(cast(hash as text), '-', ''), dims_id
