select given.number, clock_timestamp() as database_now, r.*,
       exists (select from gio.coverage c where c.report_id = r.report_id) as loaded,
       (
           select json_agg(t)
           from gio_state.troubles t
           where t.project = given.project and t.ended_at is null
       ) as troubles
from unnest(cast(:projects as text[]), cast(:reports as text[])) with ordinality as given (project, report, number)
left join gio.reports r on r.project = given.project and r.report = given.report
order by given.number
