do $$
declare
    next_year constant int := extract(year from now() at time zone 'UTC') + 1;
    old_name constant text := format('points_before_%s', next_year);
    replaced record;
begin
    lock table gio.points in access exclusive mode;
    create temporary table replaced_views on commit drop as
        select distinct v.oid::regclass::text as name, pg_get_viewdef(v.oid) as definition
        from pg_depend d
        join pg_rewrite r on r.oid = d.objid
        join pg_class v on v.oid = r.ev_class
        where d.refobjid = 'gio.points'::regclass and v.relkind = 'v';

    execute format('alter table gio.points rename to %I', old_name);
    execute format('alter index gio.points_pkey rename to %I', old_name || '_pkey');
    execute format(
        'create table gio.points (like gio.%I including defaults including comments) partition by range (period_start)',
        old_name
    );
    comment on table gio.points is 'One value; read it through gio.report_values';
    alter table gio.points add primary key (report_id, period_start, dims_id, metric_id);
    execute format(
        'alter table gio.points attach partition gio.%I for values from (minvalue) to (%L)',
        old_name, make_timestamptz(next_year, 1, 1, 0, 0, 0, 'UTC')
    );
    for year in next_year..next_year + 9 loop
        execute format(
            'create table gio.points_%s partition of gio.points for values from (%L) to (%L)',
            year, make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC'), make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'UTC')
        );
    end loop;

    -- They still read the table that was renamed.
    for replaced in select name, definition from replaced_views loop
        execute format('create or replace view %s as %s', replaced.name, replaced.definition);
    end loop;
end
$$
