create view gio.freshness as
select r.project, r.report, r.kind, r.grain, r.active, c.newest_final, c.newest_final_date, c.newest_loaded,
       c.periods, coalesce(c.expected - c.periods, 0) as holes, c.provisional, c.filling, c.last_loaded_at, c.last_checked_at,
       s.next_settles_at
from gio.reports r
left join lateral (
    select max(c.period_start) filter (where c.state = 'final') as newest_final,
           max(c.period_date) filter (where c.state = 'final') as newest_final_date,
           max(c.period_start) as newest_loaded,
           count(*) as periods,
           count(*) filter (where c.state = 'provisional') as provisional,
           count(*) filter (where c.state = 'filling') as filling,
           max(c.loaded_at) as last_loaded_at,
           max(c.checked_at) as last_checked_at,
           case r.grain
               when 'hour' then cast(extract(epoch from max(c.period_start) - min(c.period_start)) as bigint) / 3600 + 1
               when 'day' then max(c.period_date) - min(c.period_date) + 1
               when 'week' then (max(c.period_date) - min(c.period_date)) / 7 + 1
               else cast(extract(year from age(max(c.period_date), min(c.period_date))) * 12
                    + extract(month from age(max(c.period_date), min(c.period_date))) as int) + 1
           end as expected
    from gio.coverage c
    where c.report_id = r.report_id
) c on true
left join lateral (
    select min(at) as next_settles_at
    from (
        select case
                   when r.grain <> 'hour' then
                       (date_trunc(r.grain, local) + n * cast('1 ' || r.grain as interval) + r.settle_day_at)
                   when cast(counted as date) > cast(began as date) and cast(counted as time) < r.settle_day_at then
                       cast(counted as date) + r.settle_day_at
                   else counted
               end at time zone r.timezone as at
        from (select now() at time zone r.timezone as local) clock,
             lateral generate_series(0, case when r.grain = 'hour' then 30 else 1 end) as n,
             lateral (select date_trunc('hour', local - r.settle_after_hour) + (n - 1) * interval '1 hour' as began) b,
             lateral (select began + interval '1 hour' + r.settle_after_hour as counted) e
    ) candidates
    where at > now()
) s on true;
comment on view gio.freshness is 'How fresh each report is: newest final period, holes, provisional and filling periods';
comment on column gio.freshness.project is 'Project name';
comment on column gio.freshness.report is 'Report name';
comment on column gio.freshness.kind is 'chart, funnel or retention';
comment on column gio.freshness.grain is 'hour, day, week or month';
comment on column gio.freshness.active is 'Whether the report still stands in reports.yaml';
comment on column gio.freshness.newest_final is 'First instant of the newest final period';
comment on column gio.freshness.newest_final_date is 'Its date in the project''s time zone';
comment on column gio.freshness.newest_loaded is 'First instant of the newest loaded period';
comment on column gio.freshness.periods is 'Periods loaded';
comment on column gio.freshness.holes is 'Periods missing between the first and the newest loaded one';
comment on column gio.freshness.provisional is 'Loaded periods that had not settled when asked for';
comment on column gio.freshness.filling is 'Loaded periods that are still growing';
comment on column gio.freshness.last_loaded_at is 'Last load that changed anything';
comment on column gio.freshness.last_checked_at is 'Last load at all';
comment on column gio.freshness.next_settles_at is 'When the next period settles, by the server''s clock';

create view gio.funnel_steps as
select r.project, r.report, c.period_start, c.period_date, d.dimensions,
       coalesce(steps.number, steps.last_number) as step_number, steps.step_name,
       users.value as users, rates.value as step_rate, overall.value as overall_rate,
       c.state, c.state = 'provisional' as provisional, c.loaded_at, d.occurrence
from gio.reports r
join lateral (
    select m.number,
           min(regexp_replace(m.name, '(人数|转化率)$', '')) as step_name,
           min(m.metric_id) filter (where m.series = 'step_users') as users_id,
           min(m.metric_id) filter (where m.series = 'step_rate') as rate_id,
           (select cast(coalesce(max(number), 0) + 1 as smallint) from gio.metrics where report_id = r.report_id) as last_number,
           (select min(metric_id) from gio.metrics
            where report_id = r.report_id and series = 'overall_rate') as overall_id
    from gio.metrics m
    where m.report_id = r.report_id and m.series in ('step_users', 'step_rate')
    group by m.number
) steps on true
join gio.coverage c on c.report_id = r.report_id
join gio.points users on users.report_id = r.report_id and users.period_start = c.period_start
                     and users.metric_id = steps.users_id
join gio.dimension_sets d on d.dims_id = users.dims_id
left join gio.points rates on rates.report_id = r.report_id and rates.period_start = c.period_start
                          and rates.dims_id = users.dims_id and rates.metric_id = steps.rate_id
left join gio.points overall on overall.report_id = r.report_id and overall.period_start = c.period_start
                            and overall.dims_id = users.dims_id and overall.metric_id = steps.overall_id
where r.kind = 'funnel';
comment on view gio.funnel_steps is 'Funnels by step: one row per period, dimensions and step';
comment on column gio.funnel_steps.project is 'Project name';
comment on column gio.funnel_steps.report is 'Report name';
comment on column gio.funnel_steps.period_start is 'First instant of the period';
comment on column gio.funnel_steps.period_date is 'Its date in the project''s time zone';
comment on column gio.funnel_steps.dimensions is 'Dimension names and values of the row';
comment on column gio.funnel_steps.step_number is 'Step, from 1';
comment on column gio.funnel_steps.step_name is 'Step as the source calls it';
comment on column gio.funnel_steps.users is 'Users who reached the step';
comment on column gio.funnel_steps.step_rate is 'Conversion rate of the step, 0 to 1';
comment on column gio.funnel_steps.overall_rate is 'Conversion rate of the whole funnel, 0 to 1';
comment on column gio.funnel_steps.state is 'provisional, filling or final';
comment on column gio.funnel_steps.provisional is 'Whether the period had not settled when it was asked for';
comment on column gio.funnel_steps.loaded_at is 'Last load that changed anything in the period';
comment on column gio.funnel_steps.occurrence is 'Tells apart rows the source sends more than once; else 1';

create view gio.retention_cohorts as
select r.project, r.report, r.grain, c.period_start as cohort_start, c.period_date as cohort_date, d.dimensions,
       columns.number as period_number, users.value as users, rates.value as rate, sizes.value as cohort_size,
       c.state, c.state = 'provisional' as provisional, c.loaded_at, d.occurrence
from gio.reports r
join lateral (
    select m.number,
           min(m.metric_id) filter (where m.series = 'cohort_users') as users_id,
           min(m.metric_id) filter (where m.series = 'cohort_rate') as rate_id,
           (select min(metric_id) from gio.metrics
            where report_id = r.report_id and series = 'cohort_size') as size_id
    from gio.metrics m
    where m.report_id = r.report_id and m.series in ('cohort_users', 'cohort_rate')
    group by m.number
) columns on true
join gio.coverage c on c.report_id = r.report_id
    and (c.period_local + (columns.number + 1) * cast('1 ' || r.grain as interval)) at time zone r.timezone <= c.asked_at
join gio.points users on users.report_id = r.report_id and users.period_start = c.period_start
                     and users.metric_id = columns.users_id
join gio.dimension_sets d on d.dims_id = users.dims_id
left join gio.points rates on rates.report_id = r.report_id and rates.period_start = c.period_start
                          and rates.dims_id = users.dims_id and rates.metric_id = columns.rate_id
left join gio.points sizes on sizes.report_id = r.report_id and sizes.period_start = c.period_start
                          and sizes.dims_id = users.dims_id and sizes.metric_id = columns.size_id
where r.kind = 'retention';
comment on view gio.retention_cohorts is 'Retentions by period number; periods that had not ended when asked for are left out';
comment on column gio.retention_cohorts.project is 'Project name';
comment on column gio.retention_cohorts.report is 'Report name';
comment on column gio.retention_cohorts.grain is 'day, week or month';
comment on column gio.retention_cohorts.cohort_start is 'First instant of the cohort''s own period';
comment on column gio.retention_cohorts.cohort_date is 'Its date in the project''s time zone';
comment on column gio.retention_cohorts.dimensions is 'Dimension names and values of the row';
comment on column gio.retention_cohorts.period_number is 'Periods after the cohort''s own, which is 0';
comment on column gio.retention_cohorts.users is 'Users who came back in that period';
comment on column gio.retention_cohorts.rate is 'Share of the cohort that came back, 0 to 1';
comment on column gio.retention_cohorts.cohort_size is 'Users of the cohort';
comment on column gio.retention_cohorts.state is 'provisional, filling or final';
comment on column gio.retention_cohorts.provisional is 'Whether the cohort''s own period had not settled when asked for';
comment on column gio.retention_cohorts.loaded_at is 'Last load that changed anything in the cohort';
comment on column gio.retention_cohorts.occurrence is 'Tells apart rows the source sends more than once; else 1';
