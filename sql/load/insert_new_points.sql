with inserted as (
    insert into gio.points (period_start, value, report_id, dims_id, metric_id, value_text)
    select period_start, value, report_id, dims_id, metric_id, value_text
    from pg_temp.incoming
    where change = 'n'
    returning period_start
)
select period_start, count(*) from inserted group by period_start
