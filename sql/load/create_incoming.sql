create temporary table incoming (like gio.points, change "char" not null, place tid not null) on commit drop
