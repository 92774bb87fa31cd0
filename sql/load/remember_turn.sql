update gio.reports set turn_at = cast(:now as timestamptz) where report_id = :report_id
