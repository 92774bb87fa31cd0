create schema if not exists gio;
create schema if not exists gio_reports;
create schema if not exists gio_state;
comment on schema gio is 'GrowingIO reports in long format: query gio.report_values';
comment on schema gio_reports is 'One view per report, shaped as the console shows it';
comment on schema gio_state is 'Working state of the pipeline (tokens, rate slots, migrations); not for readers';

create table gio_state.migrations (
    version int primary key,
    name text not null,
    applied_at timestamptz not null default now()
);
comment on table gio_state.migrations is 'Migrations that were applied';
comment on column gio_state.migrations.version is 'Number of the file in sql/migrations';
comment on column gio_state.migrations.name is 'Name of the file';
comment on column gio_state.migrations.applied_at is 'When it was applied';

create table gio.reports (
    report_id int generated always as identity primary key,
    project text not null,
    report text not null,
    kind text not null check (kind in ('chart', 'funnel', 'retention')),
    grain text not null check (grain in ('hour', 'day', 'week', 'month')),
    project_uid text not null,
    source_id text not null,
    conversion_window smallint,
    timezone text not null,
    title text,
    description text,
    owner text,
    dashboard text,
    settle_after_hour interval not null,
    settle_day_at time not null,
    active boolean not null default true,
    source_name text,
    columns jsonb,
    timeless boolean,
    echoed_conversion_window smallint,
    largest_column smallint not null default 0,
    answered_at timestamptz,
    turn_at timestamptz,
    created_at timestamptz not null default now(),
    unique (project, report)
);
comment on table gio.reports is 'One configured report and what its last answer said about itself';
comment on column gio.reports.report_id is 'Key used by the other tables';
comment on column gio.reports.project is 'Project name in reports.yaml';
comment on column gio.reports.report is 'Report name in reports.yaml';
comment on column gio.reports.kind is 'chart, funnel or retention';
comment on column gio.reports.grain is 'Length of a period: hour, day, week or month';
comment on column gio.reports.project_uid is 'GrowingIO project uid';
comment on column gio.reports.source_id is 'Id of the chart, funnel or retention at GrowingIO';
comment on column gio.reports.conversion_window is 'Configured conversion window of a funnel, in days';
comment on column gio.reports.timezone is 'Time zone in which the periods begin';
comment on column gio.reports.title is 'Title from reports.yaml';
comment on column gio.reports.description is 'Description from reports.yaml';
comment on column gio.reports.owner is 'Owner from reports.yaml';
comment on column gio.reports.dashboard is 'Dashboard from reports.yaml';
comment on column gio.reports.settle_after_hour is 'Setting: how long after its end an hour settles';
comment on column gio.reports.settle_day_at is 'Setting: time of day at which the day before settles';
comment on column gio.reports.active is 'Whether the report still stands in reports.yaml';
comment on column gio.reports.source_name is 'Name of the report at GrowingIO, as its last answer gave it';
comment on column gio.reports.columns is 'Columns of the last answer that had rows: name and role, in order';
comment on column gio.reports.timeless is 'Whether its rows speak for the whole window asked for; null = not known yet';
comment on column gio.reports.echoed_conversion_window is 'Conversion window of the last answer, in days';
comment on column gio.reports.largest_column is 'Largest N of a retention''s columns ever seen';
comment on column gio.reports.answered_at is 'When the last answer was asked for';
comment on column gio.reports.turn_at is 'When an older window was last checked again by turns';
comment on column gio.reports.created_at is 'When the report was first loaded';

create table gio.metrics (
    report_id int not null references gio.reports on delete cascade,
    metric_id smallint not null,
    name text not null,
    position smallint not null,
    series text check (series in ('overall_rate', 'step_users', 'step_rate',
                                  'cohort_size', 'cohort_users', 'cohort_rate')),
    number smallint,
    name_hash uuid not null,
    primary key (report_id, metric_id),
    unique (report_id, name_hash)
);
comment on table gio.metrics is 'One metric of one report';
comment on column gio.metrics.report_id is 'The report';
comment on column gio.metrics.metric_id is 'Number of the metric within its report, in the order first seen';
comment on column gio.metrics.name is 'Name as the source gives it; a repeated name ends in (2), (3)';
comment on column gio.metrics.position is 'Place among the metrics of the answer in which it was first seen, from 0';
comment on column gio.metrics.series is 'What the column of a funnel or retention counts; null where its label says nothing known';
comment on column gio.metrics.number is 'Step of a funnel (null = the last), or period of a cohort (0 = its own)';
comment on column gio.metrics.name_hash is 'First half of the SHA-256 of the name: names can be longer than an index entry';

create table gio_state.view_columns (
    report_id int not null references gio.reports on delete cascade,
    position int not null,
    role text not null check (role in ('dimension', 'metric')),
    name text not null,
    column_name text not null,
    primary key (report_id, position)
);
comment on table gio_state.view_columns is 'One column of a report''s view, in the order first seen';
comment on column gio_state.view_columns.report_id is 'The report';
comment on column gio_state.view_columns.position is 'Place among the view''s columns, from 0';
comment on column gio_state.view_columns.role is 'dimension or metric';
comment on column gio_state.view_columns.name is 'Name at the source';
comment on column gio_state.view_columns.column_name is 'Name in the view: cut at 63 bytes, unique';

create table gio.dimension_sets (
    dims_id int generated always as identity primary key,
    report_id int not null references gio.reports on delete cascade,
    occurrence smallint not null,
    dimensions jsonb not null,
    hash uuid not null,
    unique (report_id, hash)
);
comment on table gio.dimension_sets is 'One combination of dimension values of one report';
comment on column gio.dimension_sets.dims_id is 'Key used by gio.points';
comment on column gio.dimension_sets.report_id is 'The report';
comment on column gio.dimension_sets.occurrence is '1; 2, 3 … only for rows the source sends more than once';
comment on column gio.dimension_sets.dimensions is 'Dimension names and values';
comment on column gio.dimension_sets.hash is 'First half of the SHA-256 of the canonical text and the occurrence';

create table gio.points (
    period_start timestamptz not null,
    value double precision,
    report_id int not null,
    dims_id int not null,
    metric_id smallint not null,
    value_text text,
    primary key (report_id, period_start, dims_id, metric_id)
);
comment on table gio.points is 'One value; read it through gio.report_values';
comment on column gio.points.period_start is 'First instant of the period';
comment on column gio.points.value is 'The number; null where the source gave none';
comment on column gio.points.report_id is 'The report';
comment on column gio.points.dims_id is 'The row''s dimension values';
comment on column gio.points.metric_id is 'The metric';
comment on column gio.points.value_text is 'The source''s text where it was not a plain number, or one a double cannot hold';

create table gio.loads (
    load_id bigint generated always as identity primary key,
    report_id int references gio.reports on delete set null,
    project text not null,
    report text not null,
    window_start timestamptz not null,
    window_end timestamptz not null,
    periods int not null,
    started_at timestamptz not null,
    finished_at timestamptz not null default clock_timestamp(),
    requests int not null default 0,
    rows_in int not null default 0,
    rows_ignored int not null default 0,
    inserted bigint not null default 0,
    changed bigint not null default 0,
    unchanged bigint not null default 0,
    deleted bigint not null default 0,
    status text not null check (status in ('done', 'partial', 'failed')),
    error text,
    trigger text not null,
    run_id text,
    root_run_id text,
    backfill_id text
);
create index loads_report on gio.loads (report_id, load_id);
create index loads_root_run on gio.loads (root_run_id) where root_run_id is not null;
create index loads_backfill on gio.loads (backfill_id) where backfill_id is not null;
comment on table gio.loads is 'One load of one window of one report';
comment on column gio.loads.load_id is 'Key';
comment on column gio.loads.report_id is 'The report; null once it was reset';
comment on column gio.loads.project is 'Project name';
comment on column gio.loads.report is 'Report name';
comment on column gio.loads.window_start is 'First instant asked for';
comment on column gio.loads.window_end is 'First instant after the window';
comment on column gio.loads.periods is 'Periods the load was to replace';
comment on column gio.loads.started_at is 'When the load began, by the database''s clock';
comment on column gio.loads.finished_at is 'When it was committed or given up, by the database''s clock';
comment on column gio.loads.requests is 'HTTP requests made for this window, retries included';
comment on column gio.loads.rows_in is 'Rows of the answer';
comment on column gio.loads.rows_ignored is 'Rows whose time was null or a word; not stored';
comment on column gio.loads.inserted is 'Values that were not there before';
comment on column gio.loads.changed is 'Values that differ from what was stored';
comment on column gio.loads.unchanged is 'Values equal to what was stored';
comment on column gio.loads.deleted is 'Values the source no longer returns';
comment on column gio.loads.status is 'done, partial (some periods kept as they were) or failed';
comment on column gio.loads.error is 'Why it is not done';
comment on column gio.loads.trigger is 'What asked for it: schedule, run, load or demo';
comment on column gio.loads.run_id is 'Dagster run';
comment on column gio.loads.root_run_id is 'First Dagster run of which this is a retry, or the run itself';
comment on column gio.loads.backfill_id is 'Dagster backfill';

create table gio.coverage (
    report_id int not null references gio.reports on delete cascade,
    period_start timestamptz not null,
    period_date date not null,
    period_local timestamp not null,
    project text not null,
    report text not null,
    state text not null check (state in ('provisional', 'filling', 'final')),
    rows int not null default 0,
    digest bytea,
    truncated boolean not null default false,
    asked_at timestamptz not null,
    loaded_at timestamptz not null,
    checked_at timestamptz not null,
    sent_at timestamptz not null,
    load_id bigint,
    primary key (report_id, period_start)
);
comment on table gio.coverage is 'One period of one report that was loaded, empty ones included';
comment on column gio.coverage.report_id is 'The report';
comment on column gio.coverage.period_start is 'First instant of the period';
comment on column gio.coverage.period_date is 'Its date in the project''s time zone';
comment on column gio.coverage.period_local is 'Its first instant as local time in the project''s time zone';
comment on column gio.coverage.project is 'Project name';
comment on column gio.coverage.report is 'Report name';
comment on column gio.coverage.state is 'provisional (before it settled), filling (still growing) or final';
comment on column gio.coverage.rows is 'Rows of the answer that belong to it';
comment on column gio.coverage.digest is 'Digest of its canonical rows';
comment on column gio.coverage.truncated is 'Whether the source cut the answer at its row limit';
comment on column gio.coverage.asked_at is 'When the answer was asked for (GIO_NOW where set); decides the state';
comment on column gio.coverage.loaded_at is 'Last load that changed anything in it, deletions included';
comment on column gio.coverage.checked_at is 'Last load at all';
comment on column gio.coverage.sent_at is 'When that request left, by the database''s clock';
comment on column gio.coverage.load_id is 'Last load at all';

create table gio.restatements (
    restatement_id bigint generated always as identity primary key,
    report_id int not null references gio.reports on delete cascade,
    project text not null,
    report text not null,
    period_start timestamptz not null,
    dims_id int not null,
    dimensions jsonb not null,
    metric text not null,
    old_value double precision,
    old_text text,
    new_value double precision,
    new_text text,
    restated_at timestamptz not null,
    load_id bigint not null
);
create index restatements_report on gio.restatements (report_id, period_start);
comment on table gio.restatements is 'One value the source changed after its period was final';
comment on column gio.restatements.restatement_id is 'Key';
comment on column gio.restatements.report_id is 'The report';
comment on column gio.restatements.project is 'Project name';
comment on column gio.restatements.report is 'Report name';
comment on column gio.restatements.period_start is 'First instant of the period';
comment on column gio.restatements.dims_id is 'The row''s dimension set';
comment on column gio.restatements.dimensions is 'The row''s dimension values';
comment on column gio.restatements.metric is 'The metric';
comment on column gio.restatements.old_value is 'Value before; null = absent';
comment on column gio.restatements.old_text is 'value_text before';
comment on column gio.restatements.new_value is 'Value now; null = absent';
comment on column gio.restatements.new_text is 'value_text now';
comment on column gio.restatements.restated_at is 'When the change was loaded';
comment on column gio.restatements.load_id is 'The load that found it';

create table gio.schema_changes (
    schema_change_id bigint generated always as identity primary key,
    report_id int not null references gio.reports on delete cascade,
    project text not null,
    report text not null,
    column_name text not null,
    change text not null check (change in ('appeared', 'disappeared', 'moved', 'role')),
    old_role text,
    new_role text,
    old_position smallint,
    new_position smallint,
    seen_at timestamptz not null
);
create index schema_changes_report on gio.schema_changes (report_id);
comment on table gio.schema_changes is 'One column of a report that came, went, moved or changed its role';
comment on column gio.schema_changes.schema_change_id is 'Key';
comment on column gio.schema_changes.report_id is 'The report';
comment on column gio.schema_changes.project is 'Project name';
comment on column gio.schema_changes.report is 'Report name';
comment on column gio.schema_changes.column_name is 'Name of the column';
comment on column gio.schema_changes.change is 'appeared, disappeared, moved or role';
comment on column gio.schema_changes.old_role is 'dimension or metric before; null = absent';
comment on column gio.schema_changes.new_role is 'dimension or metric now; null = absent';
comment on column gio.schema_changes.old_position is 'Place before, from 0';
comment on column gio.schema_changes.new_position is 'Place now, from 0';
comment on column gio.schema_changes.seen_at is 'When the answer that showed it was asked for';

create view gio.report_values as
select r.project, r.report, r.kind, r.grain, c.period_start, c.period_date, c.period_local, d.dimensions,
       m.name as metric, p.value, p.value_text, c.state, c.state = 'provisional' as provisional, c.loaded_at, d.occurrence
from gio.reports r
join gio.coverage c on c.report_id = r.report_id
join gio.points p on p.report_id = c.report_id and p.period_start = c.period_start
join gio.metrics m on m.report_id = p.report_id and m.metric_id = p.metric_id
join gio.dimension_sets d on d.dims_id = p.dims_id;
comment on view gio.report_values is 'One value of one report: the table to query';
comment on column gio.report_values.project is 'Project name';
comment on column gio.report_values.report is 'Report name';
comment on column gio.report_values.kind is 'chart, funnel or retention';
comment on column gio.report_values.grain is 'hour, day, week or month';
comment on column gio.report_values.period_start is 'First instant of the period';
comment on column gio.report_values.period_date is 'Its date in the project''s time zone';
comment on column gio.report_values.period_local is 'Its first instant as local time in the project''s time zone';
comment on column gio.report_values.dimensions is 'Dimension names and values of the row';
comment on column gio.report_values.metric is 'Metric name';
comment on column gio.report_values.value is 'The number: 12.3% is 0.123';
comment on column gio.report_values.value_text is 'The source''s text where it was not a plain number';
comment on column gio.report_values.state is 'provisional, filling or final';
comment on column gio.report_values.provisional is 'Whether the period had not settled when it was asked for';
comment on column gio.report_values.loaded_at is 'Last load that changed anything in the period';
comment on column gio.report_values.occurrence is 'Tells apart rows the source sends more than once; else 1';
