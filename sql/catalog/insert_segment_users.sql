insert into gio.segment_users (project, segment_id, user_id, occurrence, user_type, properties, snapshot_at)
select :project, :segment_id, user_id, row_number() over (partition by user_id order by line), :user_type, properties,
       :snapshot_at
from incoming_users
