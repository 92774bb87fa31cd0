with inserted as (
    insert into gio.points (period_start, value, report_id, dims_id, metric_id, value_text)
    select i.period_start, i.value, i.report_id, i.dims_id, i.metric_id, i.value_text
    from pg_temp.incoming i
    where not exists (
        select from gio.points p
        where p.report_id = :report_id and p.period_start = i.period_start and p.dims_id = i.dims_id
          and p.metric_id = i.metric_id
    )
    returning period_start
)
select period_start, count(*) from inserted group by period_start
