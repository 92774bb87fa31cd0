-- name: read_for_merge
-- Keeps a report from being reset and reads what is known of it, its metrics, view and periods.
select set_config('idle_in_transaction_session_timeout', '2min', true),
       pg_advisory_xact_lock_shared(hashtextextended('gio_pipeline report', r.report_id)),
       nextval(pg_get_serial_sequence('gio.loads', 'load_id')) as load_id,
       r.*, true as loaded,
       (
           select json_agg(json_build_array(m.name, m.metric_id))
           from gio.metrics m
           where m.report_id = r.report_id
       ) as metrics,
       (
           select json_agg(json_build_array(
               cast(extract(epoch from c.period_start) as bigint), c.state, c.rows, encode(c.digest, 'hex'),
               case
                   when c.period_start <> all(cast(:likes as timestamptz[])) then null
                   when c.first_metric_id = m.metric_id then c.first_total
                   else (
                       select sum(p.value)
                       from gio.points p
                       where p.report_id = c.report_id and p.period_start = c.period_start
                         and p.metric_id = m.metric_id
                   )
               end
           ))
           from gio.coverage c
           left join gio.metrics m on m.report_id = c.report_id and m.name_hash = cast(:name_hash as uuid)
           where c.report_id = r.report_id
             and c.period_start = any(cast(:starts as timestamptz[]) || cast(:likes as timestamptz[]))
       ) as periods,
       (
           select json_agg(json_build_array(v.name, v.role))
           from gio_state.view_columns v
           where v.report_id = r.report_id
       ) as shown,
       to_regclass(format('gio_reports.%I', cast(:view as text))) is not null as has_view,
       exists (select from gio.dimension_sets d where d.report_id = r.report_id) as has_sets,
       exists (
           -- A reset takes all there are; a failover to a server that lagged behind the newest ones.
           select
           from gio.dimension_sets d
           where d.report_id = r.report_id and d.hash = cast(:newest_hash as uuid) and d.dims_id = :newest_number
       ) as numbers_hold
from gio.reports r
where r.report_id = :report_id
