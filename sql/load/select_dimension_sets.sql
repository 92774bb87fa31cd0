select encode(uuid_send(hash), 'hex'), dims_id
from gio.dimension_sets
where report_id = :report_id and hash = any(cast(:hashes as uuid[]))
