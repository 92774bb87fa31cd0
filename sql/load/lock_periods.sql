insert into gio.coverage (report_id, project, report, period_start, period_date, period_local,
                          state, asked_at, loaded_at, checked_at, sent_at)
select :report_id, :project, :report, period_start, cast(period_local as date), period_local, 'provisional',
       cast(:asked_at as timestamptz), cast(:checked_at as timestamptz), cast(:checked_at as timestamptz),
       cast(:sent_at as timestamptz)
from unnest(cast(:starts as timestamptz[]), cast(:locals as timestamp[])) as asked (period_start, period_local)
order by period_start
on conflict do nothing
returning period_start
