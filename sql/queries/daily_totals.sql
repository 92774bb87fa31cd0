-- Every metric of every daily chart, by day: the last 14 loaded days.
-- Rows of a split report are added up, so there metrics that do not add up (users, rates, averages, told by their
-- names) are left out.
select project, report, metric, period_date, sum(value) as total, count(*) as rows, bool_or(provisional) as provisional
from gio.report_values v
where kind = 'chart' and grain = 'day'
  and period_date > (
      select max(period_date) from gio.coverage c where c.project = v.project and c.report = v.report
  ) - 14
group by project, report, metric, period_date
having count(*) = 1 or metric !~* '用户|人数|率|均|占比|user|visitor|rate|ratio|average|avg'
order by project, report, metric, period_date
