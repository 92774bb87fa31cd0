select nextval(s.name)
from (select cast(pg_get_serial_sequence('gio.dimension_sets', 'dims_id') as regclass) as name offset 0) s,
     generate_series(1, :count)
