-- Every metric of every daily chart, by day: the last 14 loaded days. Counts only; unique users and rates do not add up
-- over the rows of a split report.
select project, report, metric, period_date, sum(value) as total, count(*) as rows, bool_or(provisional) as provisional
from gio.report_values v
where kind = 'chart' and grain = 'day'
  and period_date > (
      select max(period_date) from gio.coverage c where c.project = v.project and c.report = v.report
  ) - 14
group by project, report, metric, period_date
order by project, report, metric, period_date
