insert into gio_state.view_columns (report_id, position, role, name, column_name)
values (:report_id, :position, :role, :name, :column_name)
