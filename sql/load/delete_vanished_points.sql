with deleted as (
    delete from gio.points p
    using pg_temp.incoming i
    where i.change = 'v'
      and p.ctid = i.place
      and p.report_id = :report_id and p.period_start = i.period_start and p.dims_id = i.dims_id
      and p.metric_id = i.metric_id
    returning p.period_start
)
select period_start, count(*) from deleted group by period_start
