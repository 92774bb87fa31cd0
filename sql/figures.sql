-- name: select_stored_values
-- The values of some periods, with the hash of their dimension set.
select p.period_start, encode(uuid_send(d.hash), 'hex') as set_hash, m.name as metric, p.value, p.value_text
from gio.points p
join gio.dimension_sets d on d.report_id = p.report_id and d.dims_id = p.dims_id
join gio.metrics m on m.report_id = p.report_id and m.metric_id = p.metric_id
where p.report_id = :report_id and p.period_start = any(cast(:starts as timestamptz[]))

-- name: preview_view
-- The first rows of one period of a report's view.
select {columns}
from {view}
where period_start = {start}
limit {most}

-- name: select_newest_totals
-- A metric's sums over the newest periods.
-- The newest periods up to one of them, and the sum of a metric in each.
select c.period_start, c.state, sum(p.value) as total
from (
    select report_id, period_start, state
    from gio.coverage
    where report_id = :report_id and period_start <= cast(:newest as timestamptz)
    order by period_start desc
    limit :most
) c
left join gio.points p on p.report_id = c.report_id and p.period_start = c.period_start and p.metric_id = :metric_id
group by c.period_start, c.state
order by c.period_start

-- name: select_view_columns
-- Name, type and comment of a view's columns.
select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, col_description(a.attrelid, a.attnum) as comment
from pg_attribute a
where a.attrelid = to_regclass(format('gio_reports.%I', cast(:view as text))) and a.attnum > 0 and not a.attisdropped
order by a.attnum

-- name: select_growing_steps
-- Funnel steps that more users reached than the step before.
with steps as (
    select period_start, dimensions, step_name, users,
           lag(users) over (partition by period_start, dimensions, occurrence order by step_number) as users_before
    from gio.funnel_steps
    where project = :project and report = :report and period_start = any(cast(:starts as timestamptz[]))
)
select period_start, dimensions, step_name as name, users as value, users_before as limit_value, count(*) over () as checked,
       users > users_before as odd
from steps
where users_before is not null and users is not null
order by odd desc, period_start desc
limit :most

-- name: select_main_metric
-- The metric a report is judged by.
-- What a report is judged by: a funnel's first step, a retention's cohort size, a chart's first metric.
select metric_id, name
from gio.metrics
where report_id = :report_id
order by case when series = 'cohort_size' or (series = 'step_users' and number = 1) then 0 else 1 end, position, metric_id
limit 1

-- name: select_odd_rates
-- Rates that are no rates.
select p.period_start, d.dimensions, m.name, p.value, 1 as limit_value, count(*) over () as checked,
       p.value < 0 or p.value > 1 as odd
from gio.metrics m
join gio.points p on p.report_id = m.report_id and p.metric_id = m.metric_id
                 and p.period_start = any(cast(:starts as timestamptz[]))
join gio.dimension_sets d on d.dims_id = p.dims_id
where m.report_id = :report_id and m.series = 'cohort_rate' and p.value is not null
order by odd desc, p.period_start desc
limit :most

-- name: select_schema_changes
-- A report's column changes from an instant on.
select column_name, change, old_role, new_role, old_position, new_position
from gio.schema_changes
where report_id = :report_id and seen_at >= cast(:since as timestamptz)
order by schema_change_id
