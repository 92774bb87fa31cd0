with now_listed as (select distinct user_id from incoming_users),
     before_listed as (
         select user_id from gio.segment_users
         where project = :project and segment_id = :segment_id and occurrence = 1
     )
select count(*) filter (where b.user_id is null) as new, count(*) filter (where n.user_id is null) as gone
from now_listed n
full join before_listed b on b.user_id = n.user_id
