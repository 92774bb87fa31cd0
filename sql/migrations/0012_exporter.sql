-- What the synchronous API (V2) cannot answer is asked of the asynchronous exporter (V3).
alter table gio.reports add column v3_reason text, add column v3_since timestamptz, add column v3_checked_at timestamptz,
    add column split text, add column statistic text;
comment on column gio.reports.v3_reason is 'Why the asynchronous exporter (V3) is asked; null: V2 answers, or reports.yaml decides';
comment on column gio.reports.v3_since is 'Since when V3 is asked';
comment on column gio.reports.v3_checked_at is 'When V2 was last found unable to answer; 30 days later it is tried again';
comment on column gio.reports.split is 'Layers of a frequency as configured; null = the report''s own';
comment on column gio.reports.statistic is 'Statistic of a frequency as configured; null = the report''s own';

-- Distribution analyses, of which V3 alone has the figures.
alter table gio.reports drop constraint reports_kind_check,
    add constraint reports_kind_check check (kind in ('chart', 'funnel', 'retention', 'frequency'));
comment on column gio.reports.kind is 'chart, funnel, retention or frequency';
comment on column gio.report_values.kind is 'chart, funnel, retention or frequency';
comment on column gio.freshness.kind is 'chart, funnel, retention or frequency';
alter table gio.dashboard_charts drop constraint dashboard_charts_resource_type_check,
    add constraint dashboard_charts_resource_type_check
        check (resource_type in ('chart', 'funnel', 'retention', 'frequency', 'unknown'));
comment on table gio.dashboard_charts is 'One chart, funnel, retention or frequency on one dashboard; one that disappeared keeps its row';
comment on column gio.dashboard_charts.resource_type is 'What it is: chart, funnel, retention or frequency; unknown where the source did not say';
