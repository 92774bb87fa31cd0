-- Users of the downloaded segments by what their properties say: how many have each value of each property.
-- Add "where properties ->> '会员等级' = '金卡'" to segment_users to list the users themselves. Personal data: needs
-- gio_reader_pii.
select u.project, s.name as segment, property.key as property, property.value as value, count(*) as users
from gio.segment_users u
join gio.segments s on s.project = u.project and s.id = u.segment_id
cross join lateral jsonb_each_text(u.properties) as property (key, value)
group by u.project, s.name, property.key, property.value
order by u.project, segment, property, users desc, value
