create temporary table incoming (
    like gio.points,
    change "char" not null,
    place tid not null,
    old_value double precision,
    had_text boolean not null
) on commit drop
