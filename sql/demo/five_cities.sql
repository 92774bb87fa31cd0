-- The five cities of shop/page_views_by_city with the most page views in its newest seven days.
select dimensions ->> '城市' as city,
       sum(value) filter (where metric = '页面浏览量') as page_views,
       sum(value) filter (where metric = '访问量') as visits
from gio.report_values
where project = 'shop' and report = 'page_views_by_city'
  and period_date > (select max(period_date) - 7 from gio.coverage
                     where project = 'shop' and report = 'page_views_by_city')
group by city
order by page_views desc
limit 5
