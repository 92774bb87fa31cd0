-- What the migrations define, a line for each fact, from the system catalogues: tables, columns, constraints, indexes,
-- views, functions, sequences, triggers, types, comments and rights. The views of reports are made by loads: left out.
with ours as (
    select oid, nspname from pg_namespace
    where nspname not like 'pg\_%' and nspname <> 'information_schema'
),
relations as (
    select format('%I.%I', o.nspname, c.relname) as name, c.*
    from pg_class c join ours o on o.oid = c.relnamespace
    where o.nspname <> 'gio_reports'
),
functions as (
    select p.oid, p.oid::regprocedure::text as name, p.prokind, p.proacl, p.proowner
    from pg_proc p join ours o on o.oid = p.pronamespace
),
columns as (
    select r.name || '.' || quote_ident(a.attname) as name, r.oid as relation, r.relowner, a.*
    from relations r join pg_attribute a on a.attrelid = r.oid
    where a.attnum > 0 and not a.attisdropped and r.relkind not in ('i', 'I', 'S')
),
rights (object, owner, held) as (
    select 'schema ' || nspname, nspowner, coalesce(nspacl, acldefault('n', nspowner))
    from pg_namespace where oid in (select oid from ours)
    union all
    select 'relation ' || name, relowner,
        coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))
    from relations where relkind not in ('i', 'I')
    union all select 'column ' || name, relowner, attacl from columns where attacl is not null
    union all select 'function ' || name, proowner, coalesce(proacl, acldefault('f', proowner)) from functions
    union all
    select format('new %s in %s', defaclobjtype, defaclnamespace::regnamespace), defaclrole, defaclacl
    from pg_default_acl
)
select format('relation %s: kind %s, persistence %s, options %s, partitioned by %s, row security %s', name, relkind,
    relpersistence, reloptions, case relkind when 'p' then pg_get_partkeydef(oid) end, (relrowsecurity, relforcerowsecurity))
from relations
union all
select format('partition %s: of %s, %s', r.name, i.inhparent::regclass, pg_get_expr(r.relpartbound, r.oid))
from relations r join pg_inherits i on i.inhrelid = r.oid
union all
-- Of a column's options only those of Postgres itself: builds of it may keep others there, of other numbers everywhere.
select format('column %s: place %s, %s, %s, collation %s, default %s, identity %s, generated %s, statistics %s %s', c.name,
    row_number() over (partition by c.relation order by c.attnum), format_type(c.atttypid, c.atttypmod),
    case when c.attnotnull then 'not null' else 'nullable' end, nullif(c.attcollation, 0)::regcollation,
    pg_get_expr(d.adbin, d.adrelid), c.attidentity, c.attgenerated, nullif(c.attstattarget, -1),
    array(select o from unnest(c.attoptions) o where o ~ '^n_distinct(_inherited)?=' order by o))
from columns c left join pg_attrdef d on d.adrelid = c.relation and d.adnum = c.attnum
union all
-- Newer versions also count each "not null" as a constraint, which is told with its column.
select format('constraint %I of %s: %s', k.conname, r.name, pg_get_constraintdef(k.oid))
from pg_constraint k join relations r on r.oid = k.conrelid where k.contype <> 'n'
union all
select format('index %s: %s, valid %s', r.name, pg_get_indexdef(r.oid), i.indisvalid)
from relations r join pg_index i on i.indexrelid = r.oid
union all
select format('view %s: %s', name, pg_get_viewdef(oid)) from relations where relkind in ('v', 'm')
union all
select format('rule %I of %s: %s', w.rulename, r.name, pg_get_ruledef(w.oid))
from pg_rewrite w join relations r on r.oid = w.ev_class where w.rulename <> '_RETURN'
union all
select format('trigger %I of %s: %s', t.tgname, r.name, pg_get_triggerdef(t.oid))
from pg_trigger t join relations r on r.oid = t.tgrelid where not t.tgisinternal
union all
select format('policy %I of %I.%I: %s', policyname, schemaname, tablename, (permissive, roles, cmd, qual, with_check))
from pg_policies
union all
select format('function %s: %s', name, pg_get_functiondef(oid)) from functions where prokind <> 'a'
union all
select format('sequence %s: %s, of %s', r.name,
    (format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle),
    (select pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid) from pg_depend d
     where d.classid = 'pg_class'::regclass and d.objid = r.oid and d.deptype in ('a', 'i')))
from relations r join pg_sequence s on s.seqrelid = r.oid
union all
-- Enumerations, domains and ranges; the type of a table's rows comes with the table.
select format('type %I.%I: %s, base %s, labels %s', o.nspname, t.typname, t.typtype, nullif(t.typbasetype, 0)::regtype,
    array(select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder))
from pg_type t join ours o on o.oid = t.typnamespace where t.typtype in ('e', 'd', 'r')
union all
select format('statistics %I: %s', stxname, pg_get_statisticsobjdef(oid)) from pg_statistic_ext
union all
select format('extension %I', extname) from pg_extension
union all
select format('comment on %s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description)
from pg_description d
where d.classoid = 'pg_namespace'::regclass and d.objoid in (select oid from ours)
    or d.classoid = 'pg_class'::regclass and d.objoid in (select oid from relations)
    or d.classoid = 'pg_proc'::regclass and d.objoid in (select oid from functions)
    or d.classoid = 'pg_constraint'::regclass and d.objoid in (
        select k.oid from pg_constraint k join relations r on r.oid = k.conrelid)
union all
select format('right on %s: %s for %s%s', r.object, a.privilege_type,
    case a.grantee when 0 then 'everybody' else a.grantee::regrole::text end, case when a.is_grantable then ', to be passed on' end)
from rights r cross join aclexplode(r.held) a
