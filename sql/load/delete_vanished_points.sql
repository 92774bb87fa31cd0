with deleted as (
    delete from gio.points p
    where p.report_id = :report_id
      and p.period_start = any(cast(:starts as timestamptz[]))
      and not exists (
          select from pg_temp.incoming i
          where i.period_start = p.period_start and i.dims_id = p.dims_id and i.metric_id = p.metric_id
      )
    returning p.period_start
)
select period_start, count(*) from deleted group by period_start
