-- name: export_view
-- The rows of a report's view, for a file.
select *
from {view}
where period_date between cast({first} as date) and cast({last} as date)
order by period_start
