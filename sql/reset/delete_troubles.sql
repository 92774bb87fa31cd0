delete from gio_state.troubles t
using gio.reports r
where r.report_id = :report_id and t.project = r.project and split_part(t.subject, ' ', 1) = r.report
