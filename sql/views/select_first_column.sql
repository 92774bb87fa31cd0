select a.attname
from pg_attribute a
where a.attrelid = to_regclass(format('gio_reports.%I', cast(:view as text))) and a.attnum > 0 and not a.attisdropped
order by a.attnum
limit 1
