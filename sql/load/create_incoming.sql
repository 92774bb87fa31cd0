create temporary table incoming (like gio.points) on commit drop
