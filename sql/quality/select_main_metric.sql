-- What a report is judged by: a funnel's first step, a retention's cohort size, a chart's first metric.
select metric_id, name
from gio.metrics
where report_id = :report_id
order by case when series = 'cohort_size' or (series = 'step_users' and number = 1) then 0 else 1 end, position, metric_id
limit 1
