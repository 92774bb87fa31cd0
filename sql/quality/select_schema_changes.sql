select column_name, change, old_role, new_role, old_position, new_position
from gio.schema_changes
where report_id = :report_id and seen_at >= cast(:since as timestamptz)
order by schema_change_id
