-- name: count_user_changes
-- How many users came, changed and went.
with now_listed as (select distinct user_id from incoming_users),
     before_listed as (
         select user_id from gio.segment_users
         where project = :project and segment_id = :segment_id and occurrence = 1
     )
select count(*) filter (where b.user_id is null) as new, count(*) filter (where n.user_id is null) as gone
from now_listed n
full join before_listed b on b.user_id = n.user_id

-- name: create_incoming_users
-- Holds a segment's users until the transaction ends.
create temporary table incoming_users (
    line bigint generated always as identity,
    user_id text not null,
    properties jsonb not null
) on commit drop

-- name: delete_segment_users
-- Deletes the users a segment has no more.
delete from gio.segment_users where project = :project and segment_id = :segment_id

-- name: insert_segment_users
-- Inserts and changes a segment's users.
insert into gio.segment_users (project, segment_id, user_id, occurrence, user_type, properties, snapshot_at)
select :project, :segment_id, user_id, row_number() over (partition by user_id order by line), :user_type, properties,
       :snapshot_at
from incoming_users

-- name: mark_users_loaded
-- Notes when a segment's users were loaded.
update gio.segments
set truncated = :truncated, users_loaded = :users, users_snapshot_at = :snapshot_at
where project = :project and id = :segment_id

-- name: count_tag_user_changes
-- How many users of a tag came and went.
with now_listed as (select distinct user_id from incoming_users),
     before_listed as (
         select user_id from gio.tag_users
         where project = :project and tag_id = :segment_id and occurrence = 1
     )
select count(*) filter (where b.user_id is null) as new, count(*) filter (where n.user_id is null) as gone
from now_listed n
full join before_listed b on b.user_id = n.user_id

-- name: delete_tag_users
-- Deletes a tag's users.
delete from gio.tag_users where project = :project and tag_id = :segment_id

-- name: insert_tag_users
-- Inserts a tag's users.
insert into gio.tag_users (project, tag_id, user_id, occurrence, properties, snapshot_at)
select :project, :segment_id, user_id, row_number() over (partition by user_id order by line), properties,
       :snapshot_at
from incoming_users
