select period_date, "城市" as city, sum("页面浏览量") as page_views
from {{ source('gio_reports', 'shop__page_views_by_city') }}
group by 1, 2
