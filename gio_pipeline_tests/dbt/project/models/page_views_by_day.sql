select period_date, sum(value) as page_views, bool_and(state = 'final') as is_final
from {{ source('gio', 'report_values') }}
where project = 'shop' and report = 'page_views_by_city' and metric = '页面浏览量' and not provisional
group by period_date
