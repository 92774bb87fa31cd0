insert into gio.schema_changes (report_id, project, report, column_name, change, old_role, new_role,
                                old_position, new_position, seen_at)
values (:report_id, :project, :report, :column_name, :change, :old_role, :new_role, :old_position, :new_position,
        :seen_at)
