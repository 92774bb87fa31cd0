-- name: next_dims_ids
-- Numbers that no dimension set has.
select nextval(s.name)
from (select cast(pg_get_serial_sequence('gio.dimension_sets', 'dims_id') as regclass) as name offset 0) s,
     generate_series(1, :count)

-- name: select_dimension_sets
-- The numbers of dimension sets, by their hashes.
select encode(uuid_send(hash), 'hex') as hashed, dims_id
from gio.dimension_sets
where report_id = :report_id and hash = any(cast(:hashes as uuid[]))
