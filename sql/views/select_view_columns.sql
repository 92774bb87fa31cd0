select position, role, name, column_name from gio_state.view_columns where report_id = :report_id order by position
