--
-- PostgreSQL database dump
--



SELECT pg_catalog.set_config('search_path', '', false);

--
-- Name: gio; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA gio;


--
-- Name: SCHEMA gio; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA gio IS 'GrowingIO reports in long format: query gio.report_values';


--
-- Name: gio_reports; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA gio_reports;


--
-- Name: SCHEMA gio_reports; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA gio_reports IS 'One view per report, shaped as the console shows it';


--
-- Name: gio_state; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA gio_state;


--
-- Name: SCHEMA gio_state; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA gio_state IS 'Working state of the pipeline (tokens, rate slots, migrations); not for readers';




--
-- Name: coverage; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.coverage (
    report_id integer NOT NULL,
    period_start timestamp with time zone NOT NULL,
    period_date date NOT NULL,
    period_local timestamp without time zone NOT NULL,
    project text NOT NULL,
    report text NOT NULL,
    state text NOT NULL,
    rows integer DEFAULT 0 NOT NULL,
    digest bytea,
    truncated boolean DEFAULT false NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    load_id bigint,
    CONSTRAINT coverage_state_check CHECK ((state = ANY (ARRAY['provisional'::text, 'filling'::text, 'final'::text])))
);


--
-- Name: TABLE coverage; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.coverage IS 'One period of one report that was loaded, empty ones included';


--
-- Name: COLUMN coverage.report_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.report_id IS 'The report';


--
-- Name: COLUMN coverage.period_start; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.period_start IS 'First instant of the period';


--
-- Name: COLUMN coverage.period_date; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.period_date IS 'Its date in the project''s time zone';


--
-- Name: COLUMN coverage.period_local; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.period_local IS 'Its first instant as local time in the project''s time zone';


--
-- Name: COLUMN coverage.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.project IS 'Project name';


--
-- Name: COLUMN coverage.report; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.report IS 'Report name';


--
-- Name: COLUMN coverage.state; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.state IS 'provisional (before it settled), filling (still growing) or final';


--
-- Name: COLUMN coverage.rows; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.rows IS 'Rows of the answer that belong to it';


--
-- Name: COLUMN coverage.digest; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.digest IS 'Digest of its canonical rows';


--
-- Name: COLUMN coverage.truncated; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.truncated IS 'Whether the source cut the answer at its row limit';


--
-- Name: COLUMN coverage.asked_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.asked_at IS 'When the answer was asked for (GIO_NOW where set); decides the state';


--
-- Name: COLUMN coverage.loaded_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.loaded_at IS 'Last load that changed anything in it, deletions included';


--
-- Name: COLUMN coverage.checked_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.checked_at IS 'Last load at all';


--
-- Name: COLUMN coverage.sent_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.sent_at IS 'When that request left, by the database''s clock';


--
-- Name: COLUMN coverage.load_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.coverage.load_id IS 'Last load at all';


--
-- Name: dashboard_charts; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.dashboard_charts (
    project text NOT NULL,
    dashboard_id text NOT NULL,
    id text NOT NULL,
    resource_type text NOT NULL,
    name text,
    creator text,
    created_at timestamp without time zone,
    created_at_text text,
    first_seen timestamp with time zone NOT NULL,
    last_seen timestamp with time zone NOT NULL,
    present boolean DEFAULT true NOT NULL,
    CONSTRAINT dashboard_charts_resource_type_check CHECK ((resource_type = ANY (ARRAY['chart'::text, 'funnel'::text, 'retention'::text])))
);


--
-- Name: TABLE dashboard_charts; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.dashboard_charts IS 'One chart, funnel or retention on one dashboard; one that disappeared keeps its row';


--
-- Name: COLUMN dashboard_charts.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboard_charts.project IS 'Project name in reports.yaml';


--
-- Name: COLUMN dashboard_charts.dashboard_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboard_charts.dashboard_id IS 'The dashboard it stands on';


--
-- Name: COLUMN dashboard_charts.id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboard_charts.id IS 'Id at GrowingIO, as reports.yaml wants it';


--
-- Name: COLUMN dashboard_charts.resource_type; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboard_charts.resource_type IS 'What it is: chart, funnel or retention';


--
-- Name: COLUMN dashboard_charts.name; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboard_charts.name IS 'Name at GrowingIO';


--
-- Name: COLUMN dashboard_charts.creator; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboard_charts.creator IS 'Who made it';


--
-- Name: COLUMN dashboard_charts.created_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboard_charts.created_at IS 'When it was made, in the project''s time zone; a mere date is its midnight';


--
-- Name: COLUMN dashboard_charts.created_at_text; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboard_charts.created_at_text IS 'The source''s text where it is no date that can be read';


--
-- Name: COLUMN dashboard_charts.first_seen; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboard_charts.first_seen IS 'First snapshot in which it stood on the dashboard';


--
-- Name: COLUMN dashboard_charts.last_seen; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboard_charts.last_seen IS 'Last snapshot in which it stood on the dashboard';


--
-- Name: COLUMN dashboard_charts.present; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboard_charts.present IS 'Whether it stood there in the last snapshot';


--
-- Name: dashboards; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.dashboards (
    project text NOT NULL,
    id text NOT NULL,
    name text,
    type text,
    scope text,
    creator text,
    updater text,
    created_at timestamp without time zone,
    created_at_text text,
    updated_at timestamp without time zone,
    updated_at_text text,
    first_seen timestamp with time zone NOT NULL,
    last_seen timestamp with time zone NOT NULL,
    present boolean DEFAULT true NOT NULL
);


--
-- Name: TABLE dashboards; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.dashboards IS 'One dashboard of a project; one that disappeared keeps its row';


--
-- Name: COLUMN dashboards.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.project IS 'Project name in reports.yaml';


--
-- Name: COLUMN dashboards.id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.id IS 'Id at GrowingIO';


--
-- Name: COLUMN dashboards.name; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.name IS 'Name at GrowingIO';


--
-- Name: COLUMN dashboards.type; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.type IS 'normal, or realtimeV2 for a real-time dashboard';


--
-- Name: COLUMN dashboards.scope; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.scope IS 'Whose it is: global, project or user';


--
-- Name: COLUMN dashboards.creator; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.creator IS 'Who made it';


--
-- Name: COLUMN dashboards.updater; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.updater IS 'Who changed it last';


--
-- Name: COLUMN dashboards.created_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.created_at IS 'When it was made, in the project''s time zone; a mere date is its midnight';


--
-- Name: COLUMN dashboards.created_at_text; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.created_at_text IS 'The source''s text where it is no date that can be read';


--
-- Name: COLUMN dashboards.updated_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.updated_at IS 'When it was changed last, in the project''s time zone; a mere date is its midnight';


--
-- Name: COLUMN dashboards.updated_at_text; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.updated_at_text IS 'The source''s text where it is no date that can be read';


--
-- Name: COLUMN dashboards.first_seen; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.first_seen IS 'First snapshot that listed it';


--
-- Name: COLUMN dashboards.last_seen; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.last_seen IS 'Last snapshot that listed it';


--
-- Name: COLUMN dashboards.present; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dashboards.present IS 'Whether the last snapshot listed it';


--
-- Name: dimension_sets; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.dimension_sets (
    dims_id integer NOT NULL,
    report_id integer NOT NULL,
    occurrence smallint NOT NULL,
    dimensions jsonb NOT NULL,
    hash uuid NOT NULL
);


--
-- Name: TABLE dimension_sets; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.dimension_sets IS 'One combination of dimension values of one report';


--
-- Name: COLUMN dimension_sets.dims_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dimension_sets.dims_id IS 'Key used by gio.points';


--
-- Name: COLUMN dimension_sets.report_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dimension_sets.report_id IS 'The report';


--
-- Name: COLUMN dimension_sets.occurrence; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dimension_sets.occurrence IS '1; 2, 3 … only for rows the source sends more than once';


--
-- Name: COLUMN dimension_sets.dimensions; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dimension_sets.dimensions IS 'Dimension names and values';


--
-- Name: COLUMN dimension_sets.hash; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.dimension_sets.hash IS 'First half of the SHA-256 of the canonical text and the occurrence';


--
-- Name: dimension_sets_dims_id_seq; Type: SEQUENCE; Schema: gio; Owner: -
--

ALTER TABLE gio.dimension_sets ALTER COLUMN dims_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gio.dimension_sets_dims_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reports; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.reports (
    report_id integer NOT NULL,
    project text NOT NULL,
    report text NOT NULL,
    kind text NOT NULL,
    grain text NOT NULL,
    project_uid text NOT NULL,
    source_id text NOT NULL,
    conversion_window smallint,
    timezone text NOT NULL,
    title text,
    description text,
    owner text,
    dashboard text,
    settle_after_hour interval NOT NULL,
    settle_day_at time without time zone NOT NULL,
    active boolean DEFAULT true NOT NULL,
    source_name text,
    columns jsonb,
    timeless boolean,
    echoed_conversion_window smallint,
    largest_column smallint DEFAULT 0 NOT NULL,
    answered_at timestamp with time zone,
    turn_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT reports_grain_check CHECK ((grain = ANY (ARRAY['hour'::text, 'day'::text, 'week'::text, 'month'::text]))),
    CONSTRAINT reports_kind_check CHECK ((kind = ANY (ARRAY['chart'::text, 'funnel'::text, 'retention'::text])))
);


--
-- Name: TABLE reports; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.reports IS 'One configured report and what its last answer said about itself';


--
-- Name: COLUMN reports.report_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.report_id IS 'Key used by the other tables';


--
-- Name: COLUMN reports.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.project IS 'Project name in reports.yaml';


--
-- Name: COLUMN reports.report; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.report IS 'Report name in reports.yaml';


--
-- Name: COLUMN reports.kind; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.kind IS 'chart, funnel or retention';


--
-- Name: COLUMN reports.grain; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.grain IS 'Length of a period: hour, day, week or month';


--
-- Name: COLUMN reports.project_uid; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.project_uid IS 'GrowingIO project uid';


--
-- Name: COLUMN reports.source_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.source_id IS 'Id of the chart, funnel or retention at GrowingIO';


--
-- Name: COLUMN reports.conversion_window; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.conversion_window IS 'Configured conversion window of a funnel, in days';


--
-- Name: COLUMN reports.timezone; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.timezone IS 'Time zone in which the periods begin';


--
-- Name: COLUMN reports.title; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.title IS 'Title from reports.yaml';


--
-- Name: COLUMN reports.description; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.description IS 'Description from reports.yaml';


--
-- Name: COLUMN reports.owner; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.owner IS 'Owner from reports.yaml';


--
-- Name: COLUMN reports.dashboard; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.dashboard IS 'Dashboard from reports.yaml';


--
-- Name: COLUMN reports.settle_after_hour; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.settle_after_hour IS 'Setting: how long after its end an hour settles';


--
-- Name: COLUMN reports.settle_day_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.settle_day_at IS 'Setting: time of day at which the day before settles';


--
-- Name: COLUMN reports.active; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.active IS 'Whether the report still stands in reports.yaml';


--
-- Name: COLUMN reports.source_name; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.source_name IS 'Name of the report at GrowingIO, as its last answer gave it';


--
-- Name: COLUMN reports.columns; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.columns IS 'Columns of the last answer that had rows: name and role, in order';


--
-- Name: COLUMN reports.timeless; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.timeless IS 'Whether its rows speak for the whole window asked for; null = not known yet';


--
-- Name: COLUMN reports.echoed_conversion_window; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.echoed_conversion_window IS 'Conversion window of the last answer, in days';


--
-- Name: COLUMN reports.largest_column; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.largest_column IS 'Largest N of a retention''s columns ever seen';


--
-- Name: COLUMN reports.answered_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.answered_at IS 'When the last answer was asked for';


--
-- Name: COLUMN reports.turn_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.turn_at IS 'When an older window was last checked again by turns';


--
-- Name: COLUMN reports.created_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.reports.created_at IS 'When the report was first loaded';


--
-- Name: freshness; Type: VIEW; Schema: gio; Owner: -
--

CREATE VIEW gio.freshness AS
 SELECT r.project,
    r.report,
    r.kind,
    r.grain,
    r.active,
    c.newest_final,
    c.newest_final_date,
    c.newest_loaded,
    c.periods,
    COALESCE((c.expected - c.periods), (0)::bigint) AS holes,
    c.provisional,
    c.filling,
    c.last_loaded_at,
    c.last_checked_at,
    s.next_settles_at
   FROM ((gio.reports r
     LEFT JOIN LATERAL ( SELECT max(c_1.period_start) FILTER (WHERE (c_1.state = 'final'::text)) AS newest_final,
            max(c_1.period_date) FILTER (WHERE (c_1.state = 'final'::text)) AS newest_final_date,
            max(c_1.period_start) AS newest_loaded,
            count(*) AS periods,
            count(*) FILTER (WHERE (c_1.state = 'provisional'::text)) AS provisional,
            count(*) FILTER (WHERE (c_1.state = 'filling'::text)) AS filling,
            max(c_1.loaded_at) AS last_loaded_at,
            max(c_1.checked_at) AS last_checked_at,
                CASE r.grain
                    WHEN 'hour'::text THEN (((EXTRACT(epoch FROM (max(c_1.period_start) - min(c_1.period_start))))::bigint / 3600) + 1)
                    WHEN 'day'::text THEN (((max(c_1.period_date) - min(c_1.period_date)) + 1))::bigint
                    WHEN 'week'::text THEN ((((max(c_1.period_date) - min(c_1.period_date)) / 7) + 1))::bigint
                    ELSE (((((EXTRACT(year FROM age((max(c_1.period_date))::timestamp with time zone, (min(c_1.period_date))::timestamp with time zone)) * (12)::numeric) + EXTRACT(month FROM age((max(c_1.period_date))::timestamp with time zone, (min(c_1.period_date))::timestamp with time zone))))::integer + 1))::bigint
                END AS expected
           FROM gio.coverage c_1
          WHERE (c_1.report_id = r.report_id)) c ON (true))
     LEFT JOIN LATERAL ( SELECT min(candidates.at) AS next_settles_at
           FROM ( SELECT (
                        CASE
                            WHEN (r.grain <> 'hour'::text) THEN ((date_trunc(r.grain, clock.local) + ((n.n)::double precision * (('1 '::text || r.grain))::interval)) + (r.settle_day_at)::interval)
                            WHEN (((e.counted)::date > (b.began)::date) AND ((e.counted)::time without time zone < r.settle_day_at)) THEN ((e.counted)::date + r.settle_day_at)
                            ELSE e.counted
                        END AT TIME ZONE r.timezone) AS at
                   FROM ( SELECT (now() AT TIME ZONE r.timezone) AS local) clock,
                    LATERAL generate_series(0,
                        CASE
                            WHEN (r.grain = 'hour'::text) THEN 30
                            ELSE 1
                        END) n(n),
                    LATERAL ( SELECT (date_trunc('hour'::text, (clock.local - r.settle_after_hour)) + (((n.n - 1))::double precision * '01:00:00'::interval)) AS began) b,
                    LATERAL ( SELECT ((b.began + '01:00:00'::interval) + r.settle_after_hour) AS counted) e) candidates
          WHERE (candidates.at > now())) s ON (true));


--
-- Name: VIEW freshness; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON VIEW gio.freshness IS 'How fresh each report is: newest final period, holes, provisional and filling periods';


--
-- Name: COLUMN freshness.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.project IS 'Project name';


--
-- Name: COLUMN freshness.report; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.report IS 'Report name';


--
-- Name: COLUMN freshness.kind; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.kind IS 'chart, funnel or retention';


--
-- Name: COLUMN freshness.grain; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.grain IS 'hour, day, week or month';


--
-- Name: COLUMN freshness.active; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.active IS 'Whether the report still stands in reports.yaml';


--
-- Name: COLUMN freshness.newest_final; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.newest_final IS 'First instant of the newest final period';


--
-- Name: COLUMN freshness.newest_final_date; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.newest_final_date IS 'Its date in the project''s time zone';


--
-- Name: COLUMN freshness.newest_loaded; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.newest_loaded IS 'First instant of the newest loaded period';


--
-- Name: COLUMN freshness.periods; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.periods IS 'Periods loaded';


--
-- Name: COLUMN freshness.holes; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.holes IS 'Periods missing between the first and the newest loaded one';


--
-- Name: COLUMN freshness.provisional; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.provisional IS 'Loaded periods that had not settled when asked for';


--
-- Name: COLUMN freshness.filling; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.filling IS 'Loaded periods that are still growing';


--
-- Name: COLUMN freshness.last_loaded_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.last_loaded_at IS 'Last load that changed anything';


--
-- Name: COLUMN freshness.last_checked_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.last_checked_at IS 'Last load at all';


--
-- Name: COLUMN freshness.next_settles_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.freshness.next_settles_at IS 'When the next period settles, by the server''s clock';


--
-- Name: metrics; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.metrics (
    report_id integer NOT NULL,
    metric_id smallint NOT NULL,
    name text NOT NULL,
    "position" smallint NOT NULL,
    series text,
    number smallint,
    name_hash uuid NOT NULL,
    CONSTRAINT metrics_series_check CHECK ((series = ANY (ARRAY['overall_rate'::text, 'step_users'::text, 'step_rate'::text, 'cohort_size'::text, 'cohort_users'::text, 'cohort_rate'::text])))
);


--
-- Name: TABLE metrics; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.metrics IS 'One metric of one report';


--
-- Name: COLUMN metrics.report_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.metrics.report_id IS 'The report';


--
-- Name: COLUMN metrics.metric_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.metrics.metric_id IS 'Number of the metric within its report, in the order first seen';


--
-- Name: COLUMN metrics.name; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.metrics.name IS 'Name as the source gives it; a repeated name ends in (2), (3)';


--
-- Name: COLUMN metrics."position"; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.metrics."position" IS 'Place among the metrics of the answer in which it was first seen, from 0';


--
-- Name: COLUMN metrics.series; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.metrics.series IS 'What the column of a funnel or retention counts; null where its label says nothing known';


--
-- Name: COLUMN metrics.number; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.metrics.number IS 'Step of a funnel (null = the last), or period of a cohort (0 = its own)';


--
-- Name: COLUMN metrics.name_hash; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.metrics.name_hash IS 'First half of the SHA-256 of the name: names can be longer than an index entry';


--
-- Name: points; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.points (
    period_start timestamp with time zone NOT NULL,
    value double precision,
    report_id integer NOT NULL,
    dims_id integer NOT NULL,
    metric_id smallint NOT NULL,
    value_text text
);


--
-- Name: TABLE points; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.points IS 'One value; read it through gio.report_values';


--
-- Name: COLUMN points.period_start; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.points.period_start IS 'First instant of the period';


--
-- Name: COLUMN points.value; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.points.value IS 'The number; null where the source gave none';


--
-- Name: COLUMN points.report_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.points.report_id IS 'The report';


--
-- Name: COLUMN points.dims_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.points.dims_id IS 'The row''s dimension values';


--
-- Name: COLUMN points.metric_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.points.metric_id IS 'The metric';


--
-- Name: COLUMN points.value_text; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.points.value_text IS 'The source''s text where it was not a plain number, or one a double cannot hold';


--
-- Name: funnel_steps; Type: VIEW; Schema: gio; Owner: -
--

CREATE VIEW gio.funnel_steps AS
 SELECT r.project,
    r.report,
    c.period_start,
    c.period_date,
    d.dimensions,
    COALESCE(steps.number, steps.last_number) AS step_number,
    steps.step_name,
    users.value AS users,
    rates.value AS step_rate,
    overall.value AS overall_rate,
    c.state,
    (c.state = 'provisional'::text) AS provisional,
    c.loaded_at,
    d.occurrence
   FROM ((((((gio.reports r
     JOIN LATERAL ( SELECT m.number,
            min(regexp_replace(m.name, '(人数|转化率)$'::text, ''::text)) AS step_name,
            min(m.metric_id) FILTER (WHERE (m.series = 'step_users'::text)) AS users_id,
            min(m.metric_id) FILTER (WHERE (m.series = 'step_rate'::text)) AS rate_id,
            ( SELECT ((COALESCE((max(metrics.number))::integer, 0) + 1))::smallint AS int2
                   FROM gio.metrics
                  WHERE (metrics.report_id = r.report_id)) AS last_number,
            ( SELECT min(metrics.metric_id) AS min
                   FROM gio.metrics
                  WHERE ((metrics.report_id = r.report_id) AND (metrics.series = 'overall_rate'::text))) AS overall_id
           FROM gio.metrics m
          WHERE ((m.report_id = r.report_id) AND (m.series = ANY (ARRAY['step_users'::text, 'step_rate'::text])))
          GROUP BY m.number) steps ON (true))
     JOIN gio.coverage c ON ((c.report_id = r.report_id)))
     JOIN gio.points users ON (((users.report_id = r.report_id) AND (users.period_start = c.period_start) AND (users.metric_id = steps.users_id))))
     JOIN gio.dimension_sets d ON ((d.dims_id = users.dims_id)))
     LEFT JOIN gio.points rates ON (((rates.report_id = r.report_id) AND (rates.period_start = c.period_start) AND (rates.dims_id = users.dims_id) AND (rates.metric_id = steps.rate_id))))
     LEFT JOIN gio.points overall ON (((overall.report_id = r.report_id) AND (overall.period_start = c.period_start) AND (overall.dims_id = users.dims_id) AND (overall.metric_id = steps.overall_id))))
  WHERE (r.kind = 'funnel'::text);


--
-- Name: VIEW funnel_steps; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON VIEW gio.funnel_steps IS 'Funnels by step: one row per period, dimensions and step';


--
-- Name: COLUMN funnel_steps.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.project IS 'Project name';


--
-- Name: COLUMN funnel_steps.report; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.report IS 'Report name';


--
-- Name: COLUMN funnel_steps.period_start; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.period_start IS 'First instant of the period';


--
-- Name: COLUMN funnel_steps.period_date; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.period_date IS 'Its date in the project''s time zone';


--
-- Name: COLUMN funnel_steps.dimensions; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.dimensions IS 'Dimension names and values of the row';


--
-- Name: COLUMN funnel_steps.step_number; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.step_number IS 'Step, from 1';


--
-- Name: COLUMN funnel_steps.step_name; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.step_name IS 'Step as the source calls it';


--
-- Name: COLUMN funnel_steps.users; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.users IS 'Users who reached the step';


--
-- Name: COLUMN funnel_steps.step_rate; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.step_rate IS 'Conversion rate of the step, 0 to 1';


--
-- Name: COLUMN funnel_steps.overall_rate; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.overall_rate IS 'Conversion rate of the whole funnel, 0 to 1';


--
-- Name: COLUMN funnel_steps.state; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.state IS 'provisional, filling or final';


--
-- Name: COLUMN funnel_steps.provisional; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.provisional IS 'Whether the period had not settled when it was asked for';


--
-- Name: COLUMN funnel_steps.loaded_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.loaded_at IS 'Last load that changed anything in the period';


--
-- Name: COLUMN funnel_steps.occurrence; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.funnel_steps.occurrence IS 'Tells apart rows the source sends more than once; else 1';


--
-- Name: loads; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.loads (
    load_id bigint NOT NULL,
    report_id integer,
    project text NOT NULL,
    report text NOT NULL,
    window_start timestamp with time zone NOT NULL,
    window_end timestamp with time zone NOT NULL,
    periods integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    requests integer DEFAULT 0 NOT NULL,
    rows_in integer DEFAULT 0 NOT NULL,
    rows_ignored integer DEFAULT 0 NOT NULL,
    inserted bigint DEFAULT 0 NOT NULL,
    changed bigint DEFAULT 0 NOT NULL,
    unchanged bigint DEFAULT 0 NOT NULL,
    deleted bigint DEFAULT 0 NOT NULL,
    status text NOT NULL,
    error text,
    trigger text NOT NULL,
    run_id text,
    root_run_id text,
    backfill_id text,
    CONSTRAINT loads_status_check CHECK ((status = ANY (ARRAY['done'::text, 'partial'::text, 'failed'::text])))
);


--
-- Name: TABLE loads; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.loads IS 'One load of one window of one report';


--
-- Name: COLUMN loads.load_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.load_id IS 'Key';


--
-- Name: COLUMN loads.report_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.report_id IS 'The report; null once it was reset';


--
-- Name: COLUMN loads.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.project IS 'Project name';


--
-- Name: COLUMN loads.report; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.report IS 'Report name';


--
-- Name: COLUMN loads.window_start; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.window_start IS 'First instant asked for';


--
-- Name: COLUMN loads.window_end; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.window_end IS 'First instant after the window';


--
-- Name: COLUMN loads.periods; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.periods IS 'Periods the load was to replace';


--
-- Name: COLUMN loads.started_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.started_at IS 'When the load began, by the database''s clock';


--
-- Name: COLUMN loads.finished_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.finished_at IS 'When it was committed or given up, by the database''s clock';


--
-- Name: COLUMN loads.requests; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.requests IS 'HTTP requests made for this window, retries included';


--
-- Name: COLUMN loads.rows_in; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.rows_in IS 'Rows of the answer';


--
-- Name: COLUMN loads.rows_ignored; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.rows_ignored IS 'Rows whose time was null or a word; not stored';


--
-- Name: COLUMN loads.inserted; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.inserted IS 'Values that were not there before';


--
-- Name: COLUMN loads.changed; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.changed IS 'Values that differ from what was stored';


--
-- Name: COLUMN loads.unchanged; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.unchanged IS 'Values equal to what was stored';


--
-- Name: COLUMN loads.deleted; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.deleted IS 'Values the source no longer returns';


--
-- Name: COLUMN loads.status; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.status IS 'done, partial (some periods kept as they were) or failed';


--
-- Name: COLUMN loads.error; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.error IS 'Why it is not done';


--
-- Name: COLUMN loads.trigger; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.trigger IS 'What asked for it: schedule, run, load or demo';


--
-- Name: COLUMN loads.run_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.run_id IS 'Dagster run';


--
-- Name: COLUMN loads.root_run_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.root_run_id IS 'First Dagster run of which this is a retry, or the run itself';


--
-- Name: COLUMN loads.backfill_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.loads.backfill_id IS 'Dagster backfill';


--
-- Name: loads_load_id_seq; Type: SEQUENCE; Schema: gio; Owner: -
--

ALTER TABLE gio.loads ALTER COLUMN load_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gio.loads_load_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: report_values; Type: VIEW; Schema: gio; Owner: -
--

CREATE VIEW gio.report_values AS
 SELECT r.project,
    r.report,
    r.kind,
    r.grain,
    c.period_start,
    c.period_date,
    c.period_local,
    d.dimensions,
    m.name AS metric,
    p.value,
    p.value_text,
    c.state,
    (c.state = 'provisional'::text) AS provisional,
    c.loaded_at,
    d.occurrence
   FROM ((((gio.reports r
     JOIN gio.coverage c ON ((c.report_id = r.report_id)))
     JOIN gio.points p ON (((p.report_id = c.report_id) AND (p.period_start = c.period_start))))
     JOIN gio.metrics m ON (((m.report_id = p.report_id) AND (m.metric_id = p.metric_id))))
     JOIN gio.dimension_sets d ON ((d.dims_id = p.dims_id)));


--
-- Name: VIEW report_values; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON VIEW gio.report_values IS 'One value of one report: the table to query';


--
-- Name: COLUMN report_values.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.project IS 'Project name';


--
-- Name: COLUMN report_values.report; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.report IS 'Report name';


--
-- Name: COLUMN report_values.kind; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.kind IS 'chart, funnel or retention';


--
-- Name: COLUMN report_values.grain; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.grain IS 'hour, day, week or month';


--
-- Name: COLUMN report_values.period_start; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.period_start IS 'First instant of the period';


--
-- Name: COLUMN report_values.period_date; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.period_date IS 'Its date in the project''s time zone';


--
-- Name: COLUMN report_values.period_local; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.period_local IS 'Its first instant as local time in the project''s time zone';


--
-- Name: COLUMN report_values.dimensions; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.dimensions IS 'Dimension names and values of the row';


--
-- Name: COLUMN report_values.metric; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.metric IS 'Metric name';


--
-- Name: COLUMN report_values.value; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.value IS 'The number: 12.3% is 0.123';


--
-- Name: COLUMN report_values.value_text; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.value_text IS 'The source''s text where it was not a plain number';


--
-- Name: COLUMN report_values.state; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.state IS 'provisional, filling or final';


--
-- Name: COLUMN report_values.provisional; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.provisional IS 'Whether the period had not settled when it was asked for';


--
-- Name: COLUMN report_values.loaded_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.loaded_at IS 'Last load that changed anything in the period';


--
-- Name: COLUMN report_values.occurrence; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.report_values.occurrence IS 'Tells apart rows the source sends more than once; else 1';


--
-- Name: reports_report_id_seq; Type: SEQUENCE; Schema: gio; Owner: -
--

ALTER TABLE gio.reports ALTER COLUMN report_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gio.reports_report_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: restatements; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.restatements (
    restatement_id bigint NOT NULL,
    report_id integer NOT NULL,
    project text NOT NULL,
    report text NOT NULL,
    period_start timestamp with time zone NOT NULL,
    dims_id integer NOT NULL,
    dimensions jsonb NOT NULL,
    metric text NOT NULL,
    old_value double precision,
    old_text text,
    new_value double precision,
    new_text text,
    restated_at timestamp with time zone NOT NULL,
    load_id bigint NOT NULL
);


--
-- Name: TABLE restatements; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.restatements IS 'One value the source changed after its period was final';


--
-- Name: COLUMN restatements.restatement_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.restatement_id IS 'Key';


--
-- Name: COLUMN restatements.report_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.report_id IS 'The report';


--
-- Name: COLUMN restatements.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.project IS 'Project name';


--
-- Name: COLUMN restatements.report; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.report IS 'Report name';


--
-- Name: COLUMN restatements.period_start; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.period_start IS 'First instant of the period';


--
-- Name: COLUMN restatements.dims_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.dims_id IS 'The row''s dimension set';


--
-- Name: COLUMN restatements.dimensions; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.dimensions IS 'The row''s dimension values';


--
-- Name: COLUMN restatements.metric; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.metric IS 'The metric';


--
-- Name: COLUMN restatements.old_value; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.old_value IS 'Value before; null = absent';


--
-- Name: COLUMN restatements.old_text; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.old_text IS 'value_text before';


--
-- Name: COLUMN restatements.new_value; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.new_value IS 'Value now; null = absent';


--
-- Name: COLUMN restatements.new_text; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.new_text IS 'value_text now';


--
-- Name: COLUMN restatements.restated_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.restated_at IS 'When the change was loaded';


--
-- Name: COLUMN restatements.load_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.restatements.load_id IS 'The load that found it';


--
-- Name: restatements_restatement_id_seq; Type: SEQUENCE; Schema: gio; Owner: -
--

ALTER TABLE gio.restatements ALTER COLUMN restatement_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gio.restatements_restatement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: retention_cohorts; Type: VIEW; Schema: gio; Owner: -
--

CREATE VIEW gio.retention_cohorts AS
 SELECT r.project,
    r.report,
    r.grain,
    c.period_start AS cohort_start,
    c.period_date AS cohort_date,
    d.dimensions,
    columns.number AS period_number,
    users.value AS users,
    rates.value AS rate,
    sizes.value AS cohort_size,
    c.state,
    (c.state = 'provisional'::text) AS provisional,
    c.loaded_at,
    d.occurrence
   FROM ((((((gio.reports r
     JOIN LATERAL ( SELECT m.number,
            min(m.metric_id) FILTER (WHERE (m.series = 'cohort_users'::text)) AS users_id,
            min(m.metric_id) FILTER (WHERE (m.series = 'cohort_rate'::text)) AS rate_id,
            ( SELECT min(metrics.metric_id) AS min
                   FROM gio.metrics
                  WHERE ((metrics.report_id = r.report_id) AND (metrics.series = 'cohort_size'::text))) AS size_id
           FROM gio.metrics m
          WHERE ((m.report_id = r.report_id) AND (m.series = ANY (ARRAY['cohort_users'::text, 'cohort_rate'::text])))
          GROUP BY m.number) columns ON (true))
     JOIN gio.coverage c ON (((c.report_id = r.report_id) AND (((c.period_local + (((columns.number + 1))::double precision * (('1 '::text || r.grain))::interval)) AT TIME ZONE r.timezone) <= c.asked_at))))
     JOIN gio.points users ON (((users.report_id = r.report_id) AND (users.period_start = c.period_start) AND (users.metric_id = columns.users_id))))
     JOIN gio.dimension_sets d ON ((d.dims_id = users.dims_id)))
     LEFT JOIN gio.points rates ON (((rates.report_id = r.report_id) AND (rates.period_start = c.period_start) AND (rates.dims_id = users.dims_id) AND (rates.metric_id = columns.rate_id))))
     LEFT JOIN gio.points sizes ON (((sizes.report_id = r.report_id) AND (sizes.period_start = c.period_start) AND (sizes.dims_id = users.dims_id) AND (sizes.metric_id = columns.size_id))))
  WHERE (r.kind = 'retention'::text);


--
-- Name: VIEW retention_cohorts; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON VIEW gio.retention_cohorts IS 'Retentions by period number; periods that had not ended when asked for are left out';


--
-- Name: COLUMN retention_cohorts.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.project IS 'Project name';


--
-- Name: COLUMN retention_cohorts.report; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.report IS 'Report name';


--
-- Name: COLUMN retention_cohorts.grain; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.grain IS 'day, week or month';


--
-- Name: COLUMN retention_cohorts.cohort_start; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.cohort_start IS 'First instant of the cohort''s own period';


--
-- Name: COLUMN retention_cohorts.cohort_date; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.cohort_date IS 'Its date in the project''s time zone';


--
-- Name: COLUMN retention_cohorts.dimensions; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.dimensions IS 'Dimension names and values of the row';


--
-- Name: COLUMN retention_cohorts.period_number; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.period_number IS 'Periods after the cohort''s own, which is 0';


--
-- Name: COLUMN retention_cohorts.users; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.users IS 'Users who came back in that period';


--
-- Name: COLUMN retention_cohorts.rate; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.rate IS 'Share of the cohort that came back, 0 to 1';


--
-- Name: COLUMN retention_cohorts.cohort_size; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.cohort_size IS 'Users of the cohort';


--
-- Name: COLUMN retention_cohorts.state; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.state IS 'provisional, filling or final';


--
-- Name: COLUMN retention_cohorts.provisional; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.provisional IS 'Whether the cohort''s own period had not settled when asked for';


--
-- Name: COLUMN retention_cohorts.loaded_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.loaded_at IS 'Last load that changed anything in the cohort';


--
-- Name: COLUMN retention_cohorts.occurrence; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.retention_cohorts.occurrence IS 'Tells apart rows the source sends more than once; else 1';


--
-- Name: rules; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.rules (
    project text NOT NULL,
    rule_id text NOT NULL,
    event_name text NOT NULL,
    event_type text NOT NULL,
    first_seen timestamp with time zone NOT NULL,
    last_seen timestamp with time zone NOT NULL,
    present boolean DEFAULT true NOT NULL
);


--
-- Name: TABLE rules; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.rules IS 'One marked element (圈选) of a project; one that disappeared keeps its row';


--
-- Name: COLUMN rules.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.rules.project IS 'Project name in reports.yaml';


--
-- Name: COLUMN rules.rule_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.rules.rule_id IS 'Id at GrowingIO';


--
-- Name: COLUMN rules.event_name; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.rules.event_name IS 'Name of the event';


--
-- Name: COLUMN rules.event_type; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.rules.event_type IS 'Type of the event: clck, page, imp, chng';


--
-- Name: COLUMN rules.first_seen; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.rules.first_seen IS 'First snapshot that listed it';


--
-- Name: COLUMN rules.last_seen; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.rules.last_seen IS 'Last snapshot that listed it';


--
-- Name: COLUMN rules.present; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.rules.present IS 'Whether the last snapshot listed it';


--
-- Name: schema_changes; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.schema_changes (
    schema_change_id bigint NOT NULL,
    report_id integer NOT NULL,
    project text NOT NULL,
    report text NOT NULL,
    column_name text NOT NULL,
    change text NOT NULL,
    old_role text,
    new_role text,
    old_position smallint,
    new_position smallint,
    seen_at timestamp with time zone NOT NULL,
    CONSTRAINT schema_changes_change_check CHECK ((change = ANY (ARRAY['appeared'::text, 'disappeared'::text, 'moved'::text, 'role'::text])))
);


--
-- Name: TABLE schema_changes; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.schema_changes IS 'One column of a report that came, went, moved or changed its role';


--
-- Name: COLUMN schema_changes.schema_change_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.schema_changes.schema_change_id IS 'Key';


--
-- Name: COLUMN schema_changes.report_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.schema_changes.report_id IS 'The report';


--
-- Name: COLUMN schema_changes.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.schema_changes.project IS 'Project name';


--
-- Name: COLUMN schema_changes.report; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.schema_changes.report IS 'Report name';


--
-- Name: COLUMN schema_changes.column_name; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.schema_changes.column_name IS 'Name of the column';


--
-- Name: COLUMN schema_changes.change; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.schema_changes.change IS 'appeared, disappeared, moved or role';


--
-- Name: COLUMN schema_changes.old_role; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.schema_changes.old_role IS 'dimension or metric before; null = absent';


--
-- Name: COLUMN schema_changes.new_role; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.schema_changes.new_role IS 'dimension or metric now; null = absent';


--
-- Name: COLUMN schema_changes.old_position; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.schema_changes.old_position IS 'Place before, from 0';


--
-- Name: COLUMN schema_changes.new_position; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.schema_changes.new_position IS 'Place now, from 0';


--
-- Name: COLUMN schema_changes.seen_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.schema_changes.seen_at IS 'When the answer that showed it was asked for';


--
-- Name: schema_changes_schema_change_id_seq; Type: SEQUENCE; Schema: gio; Owner: -
--

ALTER TABLE gio.schema_changes ALTER COLUMN schema_change_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gio.schema_changes_schema_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: segment_users; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.segment_users (
    project text NOT NULL,
    segment_id text NOT NULL,
    user_id text NOT NULL,
    occurrence integer NOT NULL,
    user_type text,
    properties jsonb NOT NULL,
    snapshot_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE segment_users; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.segment_users IS 'One user of one segment that reports.yaml names in segment_users, as last downloaded: personal data';


--
-- Name: COLUMN segment_users.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segment_users.project IS 'Project name in reports.yaml';


--
-- Name: COLUMN segment_users.segment_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segment_users.segment_id IS 'The segment';


--
-- Name: COLUMN segment_users.user_id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segment_users.user_id IS 'First column of the download';


--
-- Name: COLUMN segment_users.occurrence; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segment_users.occurrence IS '1; 2, 3 … where the source lists a user more than once, in its order';


--
-- Name: COLUMN segment_users.user_type; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segment_users.user_type IS 'What identifies the user: the segment''s user_type';


--
-- Name: COLUMN segment_users.properties; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segment_users.properties IS 'The other columns by their headers, as text; an empty cell is an empty text';


--
-- Name: COLUMN segment_users.snapshot_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segment_users.snapshot_at IS 'When the segment''s users were downloaded';


--
-- Name: segments; Type: TABLE; Schema: gio; Owner: -
--

CREATE TABLE gio.segments (
    project text NOT NULL,
    id text NOT NULL,
    name text,
    user_type text,
    user_num bigint,
    updated_at timestamp without time zone,
    updated_at_text text,
    truncated boolean DEFAULT false NOT NULL,
    users_loaded bigint,
    users_snapshot_at timestamp with time zone,
    first_seen timestamp with time zone NOT NULL,
    last_seen timestamp with time zone NOT NULL,
    present boolean DEFAULT true NOT NULL
);


--
-- Name: TABLE segments; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON TABLE gio.segments IS 'One user segment of a project; one that disappeared keeps its row';


--
-- Name: COLUMN segments.project; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.project IS 'Project name in reports.yaml';


--
-- Name: COLUMN segments.id; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.id IS 'Id at GrowingIO';


--
-- Name: COLUMN segments.name; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.name IS 'Name at GrowingIO';


--
-- Name: COLUMN segments.user_type; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.user_type IS 'What identifies its users: u for visitors, cs1 for those logged in';


--
-- Name: COLUMN segments.user_num; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.user_num IS 'Number of its users as the source counts them';


--
-- Name: COLUMN segments.updated_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.updated_at IS 'When it was counted last, in the project''s time zone; a mere date is its midnight';


--
-- Name: COLUMN segments.updated_at_text; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.updated_at_text IS 'The source''s text where it is no date that can be read';


--
-- Name: COLUMN segments.truncated; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.truncated IS 'Whether its last download in gio.segment_users was cut: 200,000 users, or fewer than user_num';


--
-- Name: COLUMN segments.users_loaded; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.users_loaded IS 'Rows of its last download in gio.segment_users; null = its users are not taken';


--
-- Name: COLUMN segments.users_snapshot_at; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.users_snapshot_at IS 'When its users were downloaded last; null = they are not taken';


--
-- Name: COLUMN segments.first_seen; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.first_seen IS 'First snapshot that listed it';


--
-- Name: COLUMN segments.last_seen; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.last_seen IS 'Last snapshot that listed it';


--
-- Name: COLUMN segments.present; Type: COMMENT; Schema: gio; Owner: -
--

COMMENT ON COLUMN gio.segments.present IS 'Whether the last snapshot listed it';


--
-- Name: shop__cities; Type: VIEW; Schema: gio_reports; Owner: -
--

CREATE VIEW gio_reports.shop__cities AS
SELECT
    NULL::timestamp with time zone AS period_start,
    NULL::date AS period_date,
    NULL::timestamp without time zone AS period_local,
    NULL::text AS state,
    NULL::boolean AS provisional,
    NULL::timestamp with time zone AS loaded_at,
    NULL::text AS "目标用户",
    NULL::text AS "城市",
    NULL::text AS "访问来源",
    NULL::double precision AS "页面浏览量",
    NULL::double precision AS "访问量",
    NULL::double precision AS "访问用户量";


--
-- Name: VIEW shop__cities; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON VIEW gio_reports.shop__cities IS 'cities: chart cityPv01 of project shop, per day';


--
-- Name: COLUMN shop__cities.period_start; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities.period_start IS 'First instant of the period';


--
-- Name: COLUMN shop__cities.period_date; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities.period_date IS 'Its date in the project''s time zone';


--
-- Name: COLUMN shop__cities.period_local; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities.period_local IS 'Its first instant as local time in the project''s time zone';


--
-- Name: COLUMN shop__cities.state; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities.state IS 'provisional (before it settled), filling (still growing) or final';


--
-- Name: COLUMN shop__cities.provisional; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities.provisional IS 'Whether the period had not settled when it was asked for';


--
-- Name: COLUMN shop__cities.loaded_at; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities.loaded_at IS 'Last load that changed anything in the period';


--
-- Name: COLUMN shop__cities."目标用户"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities."目标用户" IS 'dimension: 目标用户';


--
-- Name: COLUMN shop__cities."城市"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities."城市" IS 'dimension: 城市';


--
-- Name: COLUMN shop__cities."访问来源"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities."访问来源" IS 'dimension: 访问来源';


--
-- Name: COLUMN shop__cities."页面浏览量"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities."页面浏览量" IS 'metric: 页面浏览量';


--
-- Name: COLUMN shop__cities."访问量"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities."访问量" IS 'metric: 访问量';


--
-- Name: COLUMN shop__cities."访问用户量"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__cities."访问用户量" IS 'metric: 访问用户量';


--
-- Name: shop__newcomers; Type: VIEW; Schema: gio_reports; Owner: -
--

CREATE VIEW gio_reports.shop__newcomers AS
SELECT
    NULL::timestamp with time zone AS period_start,
    NULL::date AS period_date,
    NULL::timestamp without time zone AS period_local,
    NULL::text AS state,
    NULL::boolean AS provisional,
    NULL::timestamp with time zone AS loaded_at,
    NULL::text AS "目标用户",
    NULL::text AS "对比值",
    NULL::text AS "用户行为",
    NULL::double precision AS "留存人数",
    NULL::double precision AS "当日",
    NULL::double precision AS "当日留存率",
    NULL::double precision AS "次日",
    NULL::double precision AS "次日留存率",
    NULL::double precision AS "2日后",
    NULL::double precision AS "2日后留存率",
    NULL::double precision AS "3日后",
    NULL::double precision AS "3日后留存率",
    NULL::double precision AS "4日后",
    NULL::double precision AS "4日后留存率",
    NULL::double precision AS "5日后",
    NULL::double precision AS "5日后留存率",
    NULL::double precision AS "6日后",
    NULL::double precision AS "6日后留存率",
    NULL::double precision AS "7日后",
    NULL::double precision AS "7日后留存率",
    NULL::double precision AS "8日后",
    NULL::double precision AS "8日后留存率",
    NULL::double precision AS "9日后",
    NULL::double precision AS "9日后留存率",
    NULL::double precision AS "10日后",
    NULL::double precision AS "10日后留存率",
    NULL::double precision AS "11日后",
    NULL::double precision AS "11日后留存率",
    NULL::double precision AS "12日后",
    NULL::double precision AS "12日后留存率",
    NULL::double precision AS "13日后",
    NULL::double precision AS "13日后留存率",
    NULL::double precision AS "14日后",
    NULL::double precision AS "14日后留存率",
    NULL::double precision AS "15日后",
    NULL::double precision AS "15日后留存率",
    NULL::double precision AS "16日后",
    NULL::double precision AS "16日后留存率",
    NULL::double precision AS "17日后",
    NULL::double precision AS "17日后留存率",
    NULL::double precision AS "18日后",
    NULL::double precision AS "18日后留存率",
    NULL::double precision AS "19日后",
    NULL::double precision AS "19日后留存率",
    NULL::double precision AS "20日后",
    NULL::double precision AS "20日后留存率",
    NULL::double precision AS "21日后",
    NULL::double precision AS "21日后留存率",
    NULL::double precision AS "22日后",
    NULL::double precision AS "22日后留存率",
    NULL::double precision AS "23日后",
    NULL::double precision AS "23日后留存率",
    NULL::double precision AS "24日后",
    NULL::double precision AS "24日后留存率",
    NULL::double precision AS "25日后",
    NULL::double precision AS "25日后留存率",
    NULL::double precision AS "26日后",
    NULL::double precision AS "26日后留存率",
    NULL::double precision AS "27日后",
    NULL::double precision AS "27日后留存率",
    NULL::double precision AS "28日后",
    NULL::double precision AS "28日后留存率",
    NULL::double precision AS "29日后",
    NULL::double precision AS "29日后留存率";


--
-- Name: VIEW shop__newcomers; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON VIEW gio_reports.shop__newcomers IS 'newcomers: retention kdj2 of project shop, per day';


--
-- Name: COLUMN shop__newcomers.period_start; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers.period_start IS 'First instant of the period';


--
-- Name: COLUMN shop__newcomers.period_date; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers.period_date IS 'Its date in the project''s time zone';


--
-- Name: COLUMN shop__newcomers.period_local; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers.period_local IS 'Its first instant as local time in the project''s time zone';


--
-- Name: COLUMN shop__newcomers.state; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers.state IS 'provisional (before it settled), filling (still growing) or final';


--
-- Name: COLUMN shop__newcomers.provisional; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers.provisional IS 'Whether the period had not settled when it was asked for';


--
-- Name: COLUMN shop__newcomers.loaded_at; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers.loaded_at IS 'Last load that changed anything in the period';


--
-- Name: COLUMN shop__newcomers."目标用户"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."目标用户" IS 'dimension: 目标用户';


--
-- Name: COLUMN shop__newcomers."对比值"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."对比值" IS 'dimension: 对比值';


--
-- Name: COLUMN shop__newcomers."用户行为"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."用户行为" IS 'dimension: 用户行为';


--
-- Name: COLUMN shop__newcomers."留存人数"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."留存人数" IS 'metric: 留存人数';


--
-- Name: COLUMN shop__newcomers."当日"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."当日" IS 'metric: 当日';


--
-- Name: COLUMN shop__newcomers."当日留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."当日留存率" IS 'metric: 当日留存率';


--
-- Name: COLUMN shop__newcomers."次日"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."次日" IS 'metric: 次日';


--
-- Name: COLUMN shop__newcomers."次日留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."次日留存率" IS 'metric: 次日留存率';


--
-- Name: COLUMN shop__newcomers."2日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."2日后" IS 'metric: 2日后';


--
-- Name: COLUMN shop__newcomers."2日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."2日后留存率" IS 'metric: 2日后留存率';


--
-- Name: COLUMN shop__newcomers."3日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."3日后" IS 'metric: 3日后';


--
-- Name: COLUMN shop__newcomers."3日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."3日后留存率" IS 'metric: 3日后留存率';


--
-- Name: COLUMN shop__newcomers."4日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."4日后" IS 'metric: 4日后';


--
-- Name: COLUMN shop__newcomers."4日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."4日后留存率" IS 'metric: 4日后留存率';


--
-- Name: COLUMN shop__newcomers."5日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."5日后" IS 'metric: 5日后';


--
-- Name: COLUMN shop__newcomers."5日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."5日后留存率" IS 'metric: 5日后留存率';


--
-- Name: COLUMN shop__newcomers."6日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."6日后" IS 'metric: 6日后';


--
-- Name: COLUMN shop__newcomers."6日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."6日后留存率" IS 'metric: 6日后留存率';


--
-- Name: COLUMN shop__newcomers."7日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."7日后" IS 'metric: 7日后';


--
-- Name: COLUMN shop__newcomers."7日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."7日后留存率" IS 'metric: 7日后留存率';


--
-- Name: COLUMN shop__newcomers."8日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."8日后" IS 'metric: 8日后';


--
-- Name: COLUMN shop__newcomers."8日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."8日后留存率" IS 'metric: 8日后留存率';


--
-- Name: COLUMN shop__newcomers."9日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."9日后" IS 'metric: 9日后';


--
-- Name: COLUMN shop__newcomers."9日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."9日后留存率" IS 'metric: 9日后留存率';


--
-- Name: COLUMN shop__newcomers."10日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."10日后" IS 'metric: 10日后';


--
-- Name: COLUMN shop__newcomers."10日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."10日后留存率" IS 'metric: 10日后留存率';


--
-- Name: COLUMN shop__newcomers."11日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."11日后" IS 'metric: 11日后';


--
-- Name: COLUMN shop__newcomers."11日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."11日后留存率" IS 'metric: 11日后留存率';


--
-- Name: COLUMN shop__newcomers."12日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."12日后" IS 'metric: 12日后';


--
-- Name: COLUMN shop__newcomers."12日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."12日后留存率" IS 'metric: 12日后留存率';


--
-- Name: COLUMN shop__newcomers."13日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."13日后" IS 'metric: 13日后';


--
-- Name: COLUMN shop__newcomers."13日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."13日后留存率" IS 'metric: 13日后留存率';


--
-- Name: COLUMN shop__newcomers."14日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."14日后" IS 'metric: 14日后';


--
-- Name: COLUMN shop__newcomers."14日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."14日后留存率" IS 'metric: 14日后留存率';


--
-- Name: COLUMN shop__newcomers."15日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."15日后" IS 'metric: 15日后';


--
-- Name: COLUMN shop__newcomers."15日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."15日后留存率" IS 'metric: 15日后留存率';


--
-- Name: COLUMN shop__newcomers."16日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."16日后" IS 'metric: 16日后';


--
-- Name: COLUMN shop__newcomers."16日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."16日后留存率" IS 'metric: 16日后留存率';


--
-- Name: COLUMN shop__newcomers."17日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."17日后" IS 'metric: 17日后';


--
-- Name: COLUMN shop__newcomers."17日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."17日后留存率" IS 'metric: 17日后留存率';


--
-- Name: COLUMN shop__newcomers."18日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."18日后" IS 'metric: 18日后';


--
-- Name: COLUMN shop__newcomers."18日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."18日后留存率" IS 'metric: 18日后留存率';


--
-- Name: COLUMN shop__newcomers."19日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."19日后" IS 'metric: 19日后';


--
-- Name: COLUMN shop__newcomers."19日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."19日后留存率" IS 'metric: 19日后留存率';


--
-- Name: COLUMN shop__newcomers."20日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."20日后" IS 'metric: 20日后';


--
-- Name: COLUMN shop__newcomers."20日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."20日后留存率" IS 'metric: 20日后留存率';


--
-- Name: COLUMN shop__newcomers."21日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."21日后" IS 'metric: 21日后';


--
-- Name: COLUMN shop__newcomers."21日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."21日后留存率" IS 'metric: 21日后留存率';


--
-- Name: COLUMN shop__newcomers."22日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."22日后" IS 'metric: 22日后';


--
-- Name: COLUMN shop__newcomers."22日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."22日后留存率" IS 'metric: 22日后留存率';


--
-- Name: COLUMN shop__newcomers."23日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."23日后" IS 'metric: 23日后';


--
-- Name: COLUMN shop__newcomers."23日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."23日后留存率" IS 'metric: 23日后留存率';


--
-- Name: COLUMN shop__newcomers."24日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."24日后" IS 'metric: 24日后';


--
-- Name: COLUMN shop__newcomers."24日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."24日后留存率" IS 'metric: 24日后留存率';


--
-- Name: COLUMN shop__newcomers."25日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."25日后" IS 'metric: 25日后';


--
-- Name: COLUMN shop__newcomers."25日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."25日后留存率" IS 'metric: 25日后留存率';


--
-- Name: COLUMN shop__newcomers."26日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."26日后" IS 'metric: 26日后';


--
-- Name: COLUMN shop__newcomers."26日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."26日后留存率" IS 'metric: 26日后留存率';


--
-- Name: COLUMN shop__newcomers."27日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."27日后" IS 'metric: 27日后';


--
-- Name: COLUMN shop__newcomers."27日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."27日后留存率" IS 'metric: 27日后留存率';


--
-- Name: COLUMN shop__newcomers."28日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."28日后" IS 'metric: 28日后';


--
-- Name: COLUMN shop__newcomers."28日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."28日后留存率" IS 'metric: 28日后留存率';


--
-- Name: COLUMN shop__newcomers."29日后"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."29日后" IS 'metric: 29日后';


--
-- Name: COLUMN shop__newcomers."29日后留存率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__newcomers."29日后留存率" IS 'metric: 29日后留存率';


--
-- Name: shop__signup; Type: VIEW; Schema: gio_reports; Owner: -
--

CREATE VIEW gio_reports.shop__signup AS
SELECT
    NULL::timestamp with time zone AS period_start,
    NULL::date AS period_date,
    NULL::timestamp without time zone AS period_local,
    NULL::text AS state,
    NULL::boolean AS provisional,
    NULL::timestamp with time zone AS loaded_at,
    NULL::text AS "目标用户",
    NULL::double precision AS "总转化率",
    NULL::double precision AS "第一步人数",
    NULL::double precision AS "第一步转化率",
    NULL::double precision AS "第二步人数",
    NULL::double precision AS "第二步转化率",
    NULL::double precision AS "第三步人数",
    NULL::double precision AS "第三步转化率",
    NULL::double precision AS "第四步人数",
    NULL::double precision AS "第四步转化率";


--
-- Name: VIEW shop__signup; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON VIEW gio_reports.shop__signup IS 'signup: funnel 9pkd1 of project shop, per day';


--
-- Name: COLUMN shop__signup.period_start; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup.period_start IS 'First instant of the period';


--
-- Name: COLUMN shop__signup.period_date; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup.period_date IS 'Its date in the project''s time zone';


--
-- Name: COLUMN shop__signup.period_local; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup.period_local IS 'Its first instant as local time in the project''s time zone';


--
-- Name: COLUMN shop__signup.state; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup.state IS 'provisional (before it settled), filling (still growing) or final';


--
-- Name: COLUMN shop__signup.provisional; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup.provisional IS 'Whether the period had not settled when it was asked for';


--
-- Name: COLUMN shop__signup.loaded_at; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup.loaded_at IS 'Last load that changed anything in the period';


--
-- Name: COLUMN shop__signup."目标用户"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup."目标用户" IS 'dimension: 目标用户';


--
-- Name: COLUMN shop__signup."总转化率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup."总转化率" IS 'metric: 总转化率';


--
-- Name: COLUMN shop__signup."第一步人数"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup."第一步人数" IS 'metric: 第一步人数';


--
-- Name: COLUMN shop__signup."第一步转化率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup."第一步转化率" IS 'metric: 第一步转化率';


--
-- Name: COLUMN shop__signup."第二步人数"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup."第二步人数" IS 'metric: 第二步人数';


--
-- Name: COLUMN shop__signup."第二步转化率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup."第二步转化率" IS 'metric: 第二步转化率';


--
-- Name: COLUMN shop__signup."第三步人数"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup."第三步人数" IS 'metric: 第三步人数';


--
-- Name: COLUMN shop__signup."第三步转化率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup."第三步转化率" IS 'metric: 第三步转化率';


--
-- Name: COLUMN shop__signup."第四步人数"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup."第四步人数" IS 'metric: 第四步人数';


--
-- Name: COLUMN shop__signup."第四步转化率"; Type: COMMENT; Schema: gio_reports; Owner: -
--

COMMENT ON COLUMN gio_reports.shop__signup."第四步转化率" IS 'metric: 第四步转化率';


--
-- Name: migrations; Type: TABLE; Schema: gio_state; Owner: -
--

CREATE TABLE gio_state.migrations (
    version integer NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: TABLE migrations; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON TABLE gio_state.migrations IS 'Migrations that were applied';


--
-- Name: COLUMN migrations.version; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.migrations.version IS 'Number of the file in sql/migrations';


--
-- Name: COLUMN migrations.name; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.migrations.name IS 'Name of the file';


--
-- Name: COLUMN migrations.applied_at; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.migrations.applied_at IS 'When it was applied';


--
-- Name: rate_limits; Type: TABLE; Schema: gio_state; Owner: -
--

CREATE TABLE gio_state.rate_limits (
    project_key text NOT NULL,
    spacing interval NOT NULL,
    last_sent_at timestamp with time zone,
    blocked_until timestamp with time zone
);


--
-- Name: TABLE rate_limits; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON TABLE gio_state.rate_limits IS 'When a project''s last limited request left, whichever process or host sent it';


--
-- Name: COLUMN rate_limits.project_key; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.rate_limits.project_key IS 'SHA-256 of address and project uid';


--
-- Name: COLUMN rate_limits.spacing; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.rate_limits.spacing IS 'Time to the next request, as the last sender had it configured';


--
-- Name: COLUMN rate_limits.last_sent_at; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.rate_limits.last_sent_at IS 'When the last limited request left, by the clock of this database';


--
-- Name: COLUMN rate_limits.blocked_until; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.rate_limits.blocked_until IS 'No request before this instant: the source answered 429';


--
-- Name: tokens; Type: TABLE; Schema: gio_state; Owner: -
--

CREATE TABLE gio_state.tokens (
    token_key text NOT NULL,
    generation bigint NOT NULL,
    encrypted bytea NOT NULL,
    issued_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE tokens; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON TABLE gio_state.tokens IS 'The one signed token every process and host of a project shares';


--
-- Name: COLUMN tokens.token_key; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.tokens.token_key IS 'SHA-256 of address, project uid, client id and ai';


--
-- Name: COLUMN tokens.generation; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.tokens.generation IS 'Counts the tokens: a request refused with generation n needs a later one';


--
-- Name: COLUMN tokens.encrypted; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.tokens.encrypted IS 'The token, encrypted with a key derived from the project''s private key';


--
-- Name: COLUMN tokens.issued_at; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.tokens.issued_at IS 'When it was asked for, by the clock of this database; it lives 30 days';


--
-- Name: view_columns; Type: TABLE; Schema: gio_state; Owner: -
--

CREATE TABLE gio_state.view_columns (
    report_id integer NOT NULL,
    "position" integer NOT NULL,
    role text NOT NULL,
    name text NOT NULL,
    column_name text NOT NULL,
    CONSTRAINT view_columns_role_check CHECK ((role = ANY (ARRAY['dimension'::text, 'metric'::text])))
);


--
-- Name: TABLE view_columns; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON TABLE gio_state.view_columns IS 'One column of a report''s view, in the order first seen';


--
-- Name: COLUMN view_columns.report_id; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.view_columns.report_id IS 'The report';


--
-- Name: COLUMN view_columns."position"; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.view_columns."position" IS 'Place among the view''s columns, from 0';


--
-- Name: COLUMN view_columns.role; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.view_columns.role IS 'dimension or metric';


--
-- Name: COLUMN view_columns.name; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.view_columns.name IS 'Name at the source';


--
-- Name: COLUMN view_columns.column_name; Type: COMMENT; Schema: gio_state; Owner: -
--

COMMENT ON COLUMN gio_state.view_columns.column_name IS 'Name in the view: cut at 63 bytes, unique';


--
-- Data for Name: coverage; Type: TABLE DATA; Schema: gio; Owner: -
--

INSERT INTO gio.coverage (report_id, period_start, period_date, period_local, project, report, state, rows, digest, truncated, asked_at, loaded_at, checked_at, sent_at, load_id) VALUES (1, '2026-06-05 16:00:00+00', '2026-06-06', '2026-06-06 00:00:00', 'shop', 'cities', 'final', 40, '\x61994fb15b7ace92a8bc40503d45b138', false, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:57.664157+00', 1);
INSERT INTO gio.coverage (report_id, period_start, period_date, period_local, project, report, state, rows, digest, truncated, asked_at, loaded_at, checked_at, sent_at, load_id) VALUES (1, '2026-06-06 16:00:00+00', '2026-06-07', '2026-06-07 00:00:00', 'shop', 'cities', 'final', 40, '\x2d06538850b8eae5d25449756dca6c7f', false, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:57.664157+00', 1);
INSERT INTO gio.coverage (report_id, period_start, period_date, period_local, project, report, state, rows, digest, truncated, asked_at, loaded_at, checked_at, sent_at, load_id) VALUES (1, '2026-06-07 16:00:00+00', '2026-06-08', '2026-06-08 00:00:00', 'shop', 'cities', 'final', 40, '\x1a3ab7e8e977c89213ae0cca17b160d6', false, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:57.664157+00', 1);
INSERT INTO gio.coverage (report_id, period_start, period_date, period_local, project, report, state, rows, digest, truncated, asked_at, loaded_at, checked_at, sent_at, load_id) VALUES (2, '2026-06-05 16:00:00+00', '2026-06-06', '2026-06-06 00:00:00', 'shop', 'signup', 'filling', 1, '\x1cd1f97240f973e37fe9c2cfa048d723', false, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:58.397027+00', 2);
INSERT INTO gio.coverage (report_id, period_start, period_date, period_local, project, report, state, rows, digest, truncated, asked_at, loaded_at, checked_at, sent_at, load_id) VALUES (2, '2026-06-06 16:00:00+00', '2026-06-07', '2026-06-07 00:00:00', 'shop', 'signup', 'filling', 1, '\x58c45204572a68f49fa1a10d1fb5b659', false, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:58.397027+00', 2);
INSERT INTO gio.coverage (report_id, period_start, period_date, period_local, project, report, state, rows, digest, truncated, asked_at, loaded_at, checked_at, sent_at, load_id) VALUES (2, '2026-06-07 16:00:00+00', '2026-06-08', '2026-06-08 00:00:00', 'shop', 'signup', 'filling', 1, '\x4e67efab7d706faf70b150d2e5690e65', false, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:58.397027+00', 2);
INSERT INTO gio.coverage (report_id, period_start, period_date, period_local, project, report, state, rows, digest, truncated, asked_at, loaded_at, checked_at, sent_at, load_id) VALUES (3, '2026-06-05 16:00:00+00', '2026-06-06', '2026-06-06 00:00:00', 'shop', 'newcomers', 'filling', 1, '\x124496644c4622128109cb61bfc966c4', false, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:58.93789+00', 3);
INSERT INTO gio.coverage (report_id, period_start, period_date, period_local, project, report, state, rows, digest, truncated, asked_at, loaded_at, checked_at, sent_at, load_id) VALUES (3, '2026-06-06 16:00:00+00', '2026-06-07', '2026-06-07 00:00:00', 'shop', 'newcomers', 'filling', 1, '\x94e0c8cf4d747c1632c98d0567aec111', false, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:58.93789+00', 3);
INSERT INTO gio.coverage (report_id, period_start, period_date, period_local, project, report, state, rows, digest, truncated, asked_at, loaded_at, checked_at, sent_at, load_id) VALUES (3, '2026-06-07 16:00:00+00', '2026-06-08', '2026-06-08 00:00:00', 'shop', 'newcomers', 'filling', 1, '\x3f3b2b961af5005c2ca34102a95e978e', false, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:58.93789+00', 3);


--
-- Data for Name: dashboard_charts; Type: TABLE DATA; Schema: gio; Owner: -
--



--
-- Data for Name: dashboards; Type: TABLE DATA; Schema: gio; Owner: -
--



--
-- Data for Name: dimension_sets; Type: TABLE DATA; Schema: gio; Owner: -
--

INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, '{"城市": "上海", "目标用户": "全部访问用户", "访问来源": "直接访问"}', 'f4470b04-5b15-7ee4-208d-ca2e9b842244');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (2, 1, 1, '{"城市": "上海", "目标用户": "全部访问用户", "访问来源": "百度搜索"}', '4f258063-9ca8-6f89-9fd1-06dd20a252f5');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (3, 1, 1, '{"城市": "上海", "目标用户": "全部访问用户", "访问来源": "微信"}', '82c7fc02-8bb8-4bdd-50a1-bbdf8f8fa3c2');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (4, 1, 1, '{"城市": "上海", "目标用户": "全部访问用户", "访问来源": "抖音"}', '7b5988d3-3f9f-ecdb-0c23-72bbf12cfeb9');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (5, 1, 1, '{"城市": "上海", "目标用户": "全部访问用户", "访问来源": "社交媒体"}', '0798f0d6-9f28-dea5-9242-fea25a33870a');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (6, 1, 1, '{"城市": "北京", "目标用户": "全部访问用户", "访问来源": "直接访问"}', 'b1f99f8f-678e-f19b-9204-3eed1fabcc1f');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (7, 1, 1, '{"城市": "北京", "目标用户": "全部访问用户", "访问来源": "百度搜索"}', 'eb61cf6d-2fa8-0d41-236e-097e164f2d02');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (8, 1, 1, '{"城市": "北京", "目标用户": "全部访问用户", "访问来源": "微信"}', '83375f53-b96c-91b8-a238-a7f42f021e14');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (9, 1, 1, '{"城市": "北京", "目标用户": "全部访问用户", "访问来源": "抖音"}', 'e8bfb62e-c47a-b856-452b-cdee3a143fb9');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (10, 1, 1, '{"城市": "北京", "目标用户": "全部访问用户", "访问来源": "社交媒体"}', 'd3e0bcd1-98fa-8eef-b6c4-60a661477867');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (11, 1, 1, '{"城市": "深圳", "目标用户": "全部访问用户", "访问来源": "直接访问"}', 'd3de5afa-1ae6-83aa-ba1e-05547302a818');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (12, 1, 1, '{"城市": "深圳", "目标用户": "全部访问用户", "访问来源": "百度搜索"}', '2064b508-cae6-d6e7-daf9-140eec252303');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (13, 1, 1, '{"城市": "深圳", "目标用户": "全部访问用户", "访问来源": "微信"}', '077bbd3e-d1a3-e689-8c86-fb269a2bc2fb');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (14, 1, 1, '{"城市": "深圳", "目标用户": "全部访问用户", "访问来源": "抖音"}', '0df65d48-9943-61d5-d357-7b81b2e1d633');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (15, 1, 1, '{"城市": "深圳", "目标用户": "全部访问用户", "访问来源": "社交媒体"}', '19b1360a-2e8a-c732-3cd7-71ef2c733cac');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (16, 1, 1, '{"城市": "广州", "目标用户": "全部访问用户", "访问来源": "直接访问"}', 'e17d9f5b-e4c8-f9ee-4f94-79d3ebb35f90');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (17, 1, 1, '{"城市": "广州", "目标用户": "全部访问用户", "访问来源": "百度搜索"}', '66a45b3f-b40f-82b8-75e2-8ac46500a9cd');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (18, 1, 1, '{"城市": "广州", "目标用户": "全部访问用户", "访问来源": "微信"}', '2f1cc512-74ce-4ce9-582b-74a3ac42c4f6');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (19, 1, 1, '{"城市": "广州", "目标用户": "全部访问用户", "访问来源": "抖音"}', 'd0aecca0-5c2d-c37f-545a-780297f92d95');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (20, 1, 1, '{"城市": "广州", "目标用户": "全部访问用户", "访问来源": "社交媒体"}', '0354c0f3-305a-a98f-4d26-e24ba51ede2a');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (21, 1, 1, '{"城市": "杭州", "目标用户": "全部访问用户", "访问来源": "直接访问"}', 'b9d41f01-52f7-b9be-f40f-2964c1a697ed');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (22, 1, 1, '{"城市": "杭州", "目标用户": "全部访问用户", "访问来源": "百度搜索"}', '6c5f0fe7-7e10-8f33-d296-8f93820553ad');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (23, 1, 1, '{"城市": "杭州", "目标用户": "全部访问用户", "访问来源": "微信"}', 'f39b9e63-5684-1ecf-4b49-cf19670cd761');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (24, 1, 1, '{"城市": "杭州", "目标用户": "全部访问用户", "访问来源": "抖音"}', '2bfba94d-a6e1-c3c7-6569-552fd729e7ce');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (25, 1, 1, '{"城市": "杭州", "目标用户": "全部访问用户", "访问来源": "社交媒体"}', '6613c9ef-00fe-0a22-5056-389bd5bd20b0');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (26, 1, 1, '{"城市": "成都", "目标用户": "全部访问用户", "访问来源": "直接访问"}', 'cc58a424-a9f0-aa14-da3d-3470dca10546');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (27, 1, 1, '{"城市": "成都", "目标用户": "全部访问用户", "访问来源": "百度搜索"}', 'f86ed6d5-9050-257a-c93e-07180c399dab');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (28, 1, 1, '{"城市": "成都", "目标用户": "全部访问用户", "访问来源": "微信"}', 'd77a7a54-49b4-f7de-462b-1b8b95b95125');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (29, 1, 1, '{"城市": "成都", "目标用户": "全部访问用户", "访问来源": "抖音"}', 'fcf520ea-bbee-ada4-9d2e-ca2e48ef08af');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (30, 1, 1, '{"城市": "成都", "目标用户": "全部访问用户", "访问来源": "社交媒体"}', '72b3d7c7-740f-1ec0-55fe-8d3a48a79625');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (31, 1, 1, '{"城市": "武汉", "目标用户": "全部访问用户", "访问来源": "直接访问"}', '8da8d46e-0330-cdc2-b390-2cb26ef4bc24');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (32, 1, 1, '{"城市": "武汉", "目标用户": "全部访问用户", "访问来源": "百度搜索"}', 'ef8757ca-6f1d-8611-a06a-bfa3786a6bcd');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (33, 1, 1, '{"城市": "武汉", "目标用户": "全部访问用户", "访问来源": "微信"}', '22e19f88-cbdf-4319-f7e6-6df3d6869f4d');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (34, 1, 1, '{"城市": "武汉", "目标用户": "全部访问用户", "访问来源": "抖音"}', '795c4f49-8b7c-4969-f1bc-8df68eef131b');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (35, 1, 1, '{"城市": "武汉", "目标用户": "全部访问用户", "访问来源": "社交媒体"}', '82a7d054-1916-356f-d4b0-7273157a67d1');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (36, 1, 1, '{"城市": "西安", "目标用户": "全部访问用户", "访问来源": "直接访问"}', 'c5aa82e7-abd0-84d0-8804-8a373e20e014');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (37, 1, 1, '{"城市": "西安", "目标用户": "全部访问用户", "访问来源": "百度搜索"}', 'bbd20fa0-5c38-7f01-fd10-e52b38578d71');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (38, 1, 1, '{"城市": "西安", "目标用户": "全部访问用户", "访问来源": "微信"}', '8b6f4e2c-55b6-6986-b499-ca5b7568948a');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (39, 1, 1, '{"城市": "西安", "目标用户": "全部访问用户", "访问来源": "抖音"}', '9557f66c-ea2b-e770-3ee8-492ec1350689');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (40, 1, 1, '{"城市": "西安", "目标用户": "全部访问用户", "访问来源": "社交媒体"}', '186abb61-cf83-dbb7-f2cf-cbc54eab1c39');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (41, 2, 1, '{"目标用户": "全部访问用户"}', 'b182c082-bd99-6474-072c-a63caa032057');
INSERT INTO gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash) OVERRIDING SYSTEM VALUE VALUES (42, 3, 1, '{"对比值": "全部", "用户行为": "任意行为", "目标用户": "新访问用户"}', '97166467-3314-acd7-4ffd-a97284c90c7d');


--
-- Data for Name: loads; Type: TABLE DATA; Schema: gio; Owner: -
--

INSERT INTO gio.loads (load_id, report_id, project, report, window_start, window_end, periods, started_at, finished_at, requests, rows_in, rows_ignored, inserted, changed, unchanged, deleted, status, error, trigger, run_id, root_run_id, backfill_id) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'shop', 'cities', '2026-06-05 16:00:00+00', '2026-06-08 16:00:00+00', 3, '2026-11-23 20:24:57.635277+00', '2026-11-23 20:24:58.061524+00', 1, 120, 0, 360, 0, 0, 0, 'done', NULL, 'load', NULL, NULL, NULL);
INSERT INTO gio.loads (load_id, report_id, project, report, window_start, window_end, periods, started_at, finished_at, requests, rows_in, rows_ignored, inserted, changed, unchanged, deleted, status, error, trigger, run_id, root_run_id, backfill_id) OVERRIDING SYSTEM VALUE VALUES (2, 2, 'shop', 'signup', '2026-06-05 16:00:00+00', '2026-06-08 16:00:00+00', 3, '2026-11-23 20:24:58.349366+00', '2026-11-23 20:24:58.658921+00', 1, 3, 0, 27, 0, 0, 0, 'done', NULL, 'load', NULL, NULL, NULL);
INSERT INTO gio.loads (load_id, report_id, project, report, window_start, window_end, periods, started_at, finished_at, requests, rows_in, rows_ignored, inserted, changed, unchanged, deleted, status, error, trigger, run_id, root_run_id, backfill_id) OVERRIDING SYSTEM VALUE VALUES (3, 3, 'shop', 'newcomers', '2026-06-05 16:00:00+00', '2026-06-08 16:00:00+00', 3, '2026-11-23 20:24:58.897588+00', '2026-11-23 20:24:59.242767+00', 1, 3, 0, 183, 0, 0, 0, 'done', NULL, 'load', NULL, NULL, NULL);


--
-- Data for Name: metrics; Type: TABLE DATA; Schema: gio; Owner: -
--

INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (1, 0, '页面浏览量', 0, NULL, NULL, 'def2fd34-d7fc-3f39-ed4f-1e74e5573c99');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (1, 1, '访问量', 1, NULL, NULL, 'bbc778a2-ae5e-c3d8-0fd5-566fd9f2a24c');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (1, 2, '访问用户量', 2, NULL, NULL, '5a869773-d155-49c5-46f9-02b95cd8b391');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (2, 0, '总转化率', 0, 'overall_rate', NULL, 'd8f72dbf-e7f2-6202-5963-73d8fd1e0831');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (2, 1, '第一步人数', 1, 'step_users', 1, '74748fe0-63d9-2e06-551e-b4fcc6d75aaf');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (2, 2, '第一步转化率', 2, 'step_rate', 1, '6567b174-2e42-44bb-bcba-0c25796e975d');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (2, 3, '第二步人数', 3, 'step_users', 2, 'c43b5310-1087-64b8-2658-d5cb23b79ded');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (2, 4, '第二步转化率', 4, 'step_rate', 2, '9fd8e52a-6ee8-2cbb-1a3f-be8bb6cbd59b');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (2, 5, '第三步人数', 5, 'step_users', 3, '37980d35-e512-f1a9-2948-c544c8036414');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (2, 6, '第三步转化率', 6, 'step_rate', 3, '091e547f-ef76-0b0c-bb64-d0ac96820647');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (2, 7, '第四步人数', 7, 'step_users', 4, '18a86293-56ad-ecbe-d587-1c9ebe09cf1a');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (2, 8, '第四步转化率', 8, 'step_rate', 4, 'f75ed03c-a408-6c32-f915-d90886079166');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 0, '留存人数', 0, 'cohort_size', NULL, '1d7b90f3-8a35-69c3-f4cd-a0f142894f1e');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 1, '当日', 1, 'cohort_users', 0, '96ad1e31-a415-2205-0505-5389f4cf9c2a');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 2, '当日留存率', 2, 'cohort_rate', 0, 'bdebca80-d6fb-e0a2-226b-9301225c7e07');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 3, '次日', 3, 'cohort_users', 1, 'ed30362c-ba89-ff09-61d1-832f9de72500');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 4, '次日留存率', 4, 'cohort_rate', 1, '1664f422-a9f9-648f-5e8b-ca14bd354328');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 5, '2日后', 5, 'cohort_users', 2, 'b1ea362a-4a99-944d-012d-1840c3e1017b');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 6, '2日后留存率', 6, 'cohort_rate', 2, '5ece62bd-2f10-a74c-938f-aa325e514426');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 7, '3日后', 7, 'cohort_users', 3, 'da23756a-57ba-27b9-9841-14474dcfc546');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 8, '3日后留存率', 8, 'cohort_rate', 3, '2f9813cd-b44c-78e8-a4c5-33cb643f45b3');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 9, '4日后', 9, 'cohort_users', 4, 'b9bb1dda-b254-4a84-ba60-dff8552796b6');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 10, '4日后留存率', 10, 'cohort_rate', 4, '04b306f1-b73d-a3a7-f3d6-f692c9ea6246');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 11, '5日后', 11, 'cohort_users', 5, '59c1a41d-c46c-ee92-7cc6-7be0f4b8306c');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 12, '5日后留存率', 12, 'cohort_rate', 5, 'edf5b21d-db7b-a714-bf84-8f77fc4d996b');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 13, '6日后', 13, 'cohort_users', 6, '55c6f176-3c3a-aaa6-01bd-713d51a8085f');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 14, '6日后留存率', 14, 'cohort_rate', 6, '990b8de4-a2d3-991f-1cf9-a8c6d407336c');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 15, '7日后', 15, 'cohort_users', 7, '8b84a1e9-dbc3-d1df-e51d-772f56cbb8b3');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 16, '7日后留存率', 16, 'cohort_rate', 7, 'f60da45d-5654-1da5-87ff-680334ad7ec9');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 17, '8日后', 17, 'cohort_users', 8, '0d33ce80-aca9-aadc-74b1-aa79708ade5c');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 18, '8日后留存率', 18, 'cohort_rate', 8, '34de9dcb-0a2d-ae6e-ab92-7d5c6ed0f7da');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 19, '9日后', 19, 'cohort_users', 9, '5794d5bd-b189-f3ba-c2e9-fd0fc767e601');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 20, '9日后留存率', 20, 'cohort_rate', 9, 'f170a0a7-1aec-8357-3704-bdbad9c1f3e9');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 21, '10日后', 21, 'cohort_users', 10, 'e9694294-0ea1-b677-0ec1-5a3eb77ce816');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 22, '10日后留存率', 22, 'cohort_rate', 10, 'f4eb7342-178e-6b33-56e5-68396a5f601d');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 23, '11日后', 23, 'cohort_users', 11, '7f866231-6d35-5a54-5e41-06d517ed10ab');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 24, '11日后留存率', 24, 'cohort_rate', 11, 'a4614f11-07a5-0965-03c7-058125720ec3');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 25, '12日后', 25, 'cohort_users', 12, '929ca66d-e31d-b711-71eb-f64277bba045');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 26, '12日后留存率', 26, 'cohort_rate', 12, 'd6f5d6c6-aefe-594e-67ab-afe2c1eba6c6');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 27, '13日后', 27, 'cohort_users', 13, 'f4d1b97f-cf18-a61e-3e08-9fb6a61210e0');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 28, '13日后留存率', 28, 'cohort_rate', 13, '8c5dd451-f2f8-0b35-3e4e-7668519f7874');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 29, '14日后', 29, 'cohort_users', 14, 'a99bdcd1-c563-6aa7-f293-33e57ac57bd7');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 30, '14日后留存率', 30, 'cohort_rate', 14, '433abe10-e9cd-38fb-5eaa-79aa6bb46ea8');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 31, '15日后', 31, 'cohort_users', 15, '0030e213-1e29-0755-cbcf-0000f75a833d');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 32, '15日后留存率', 32, 'cohort_rate', 15, '8d0d64c3-2a65-9272-17f9-57bd115248f5');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 33, '16日后', 33, 'cohort_users', 16, '8d946e74-f43d-e42f-50c3-e0078fad9cc9');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 34, '16日后留存率', 34, 'cohort_rate', 16, 'a8c52af2-2b26-f4e0-d3e5-ca128866ef9d');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 35, '17日后', 35, 'cohort_users', 17, '119136c0-57da-e751-6b40-7523fb8ba9d2');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 36, '17日后留存率', 36, 'cohort_rate', 17, 'a610c69c-9ecc-5868-848a-eb6678d4e43e');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 37, '18日后', 37, 'cohort_users', 18, 'c4c4fa58-6a42-3359-fcb3-a3068382ad3c');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 38, '18日后留存率', 38, 'cohort_rate', 18, '6e81cb8d-a83e-ca66-8235-d77a1afa79ce');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 39, '19日后', 39, 'cohort_users', 19, '2cd88bc8-d4d4-72ae-8075-a83a49d80b59');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 40, '19日后留存率', 40, 'cohort_rate', 19, 'e6411b51-994a-8054-9e27-dfefd697683a');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 41, '20日后', 41, 'cohort_users', 20, '72b1cd70-5434-b35c-acf2-f4f4d95faed7');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 42, '20日后留存率', 42, 'cohort_rate', 20, 'a1e8cbae-5df7-c54f-c7c5-c7e232c41460');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 43, '21日后', 43, 'cohort_users', 21, 'eb4b4dde-bbf3-3afc-024f-b681b0c7c189');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 44, '21日后留存率', 44, 'cohort_rate', 21, 'bcfb9a2c-e7d4-72e0-e539-0061f6909996');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 45, '22日后', 45, 'cohort_users', 22, '6dfeb0c5-32fc-dea7-8fe7-11fc5bbf518c');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 46, '22日后留存率', 46, 'cohort_rate', 22, '5f9f7aea-a43e-364c-db85-734900f97d6c');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 47, '23日后', 47, 'cohort_users', 23, 'b2266ed8-5897-d801-ece8-74f3114d1823');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 48, '23日后留存率', 48, 'cohort_rate', 23, '26680cd6-46d1-371e-c3ca-c9aaaba36c94');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 49, '24日后', 49, 'cohort_users', 24, '19dc1d63-3605-13c3-7e57-1ff78c934214');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 50, '24日后留存率', 50, 'cohort_rate', 24, 'bcba5e4b-6180-30d5-0a9e-f04874b7f926');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 51, '25日后', 51, 'cohort_users', 25, '26d7087e-325d-6495-bf0b-8bca98922c4d');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 52, '25日后留存率', 52, 'cohort_rate', 25, '61ef2110-70ee-4336-0384-59e53837f1e9');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 53, '26日后', 53, 'cohort_users', 26, 'f3cd46b3-f6fd-a8a1-87d5-48b1e1158ba5');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 54, '26日后留存率', 54, 'cohort_rate', 26, '7baaad52-f4e1-7a8c-a272-e1b6b618893b');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 55, '27日后', 55, 'cohort_users', 27, '10c952b6-6c00-b2c0-fa3e-528fd8520f3c');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 56, '27日后留存率', 56, 'cohort_rate', 27, 'e7f7abbe-c3d0-7e9d-fa63-ea8c54e723f2');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 57, '28日后', 57, 'cohort_users', 28, '37579676-3c5f-9eb5-9f8b-b556ee0cf6d8');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 58, '28日后留存率', 58, 'cohort_rate', 28, '2538662c-4144-7519-b0ee-7d08d9e62fe8');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 59, '29日后', 59, 'cohort_users', 29, '2b9fc2f0-e6b2-cd34-17be-af8b3070d53f');
INSERT INTO gio.metrics (report_id, metric_id, name, "position", series, number, name_hash) VALUES (3, 60, '29日后留存率', 60, 'cohort_rate', 29, '1b318717-ab67-d053-6e6f-2c20431f3b73');


--
-- Data for Name: points; Type: TABLE DATA; Schema: gio; Owner: -
--

INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 6499, 1, 1, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1604, 1, 1, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1173, 1, 1, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 4604, 1, 2, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1025, 1, 2, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 668, 1, 2, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 3211, 1, 3, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 713, 1, 3, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 575, 1, 3, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 2396, 1, 4, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 697, 1, 4, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 377, 1, 4, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 2487, 1, 5, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 587, 1, 5, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 313, 1, 5, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 2065, 1, 6, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 504, 1, 6, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 349, 1, 6, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1843, 1, 7, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 487, 1, 7, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 311, 1, 7, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1561, 1, 8, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 410, 1, 8, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 265, 1, 8, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1614, 1, 9, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 351, 1, 9, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 263, 1, 9, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1565, 1, 10, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 283, 1, 10, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 224, 1, 10, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1084, 1, 11, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 375, 1, 11, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 188, 1, 11, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1257, 1, 12, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 310, 1, 12, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 230, 1, 12, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 972, 1, 13, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 254, 1, 13, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 162, 1, 13, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1109, 1, 14, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 223, 1, 14, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 181, 1, 14, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1101, 1, 15, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 235, 1, 15, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 210, 1, 15, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 978, 1, 16, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 215, 1, 16, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 183, 1, 16, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 804, 1, 17, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 203, 1, 17, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 181, 1, 17, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 907, 1, 18, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 270, 1, 18, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 148, 1, 18, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 913, 1, 19, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 237, 1, 19, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 151, 1, 19, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 837, 1, 20, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 190, 1, 20, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 138, 1, 20, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 670, 1, 21, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 205, 1, 21, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 144, 1, 21, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 780, 1, 22, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 222, 1, 22, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 124, 1, 22, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 709, 1, 23, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 217, 1, 23, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 122, 1, 23, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 678, 1, 24, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 203, 1, 24, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 126, 1, 24, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 793, 1, 25, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 182, 1, 25, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 129, 1, 25, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 736, 1, 26, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 174, 1, 26, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 113, 1, 26, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 586, 1, 27, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 170, 1, 27, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 134, 1, 27, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 604, 1, 28, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 168, 1, 28, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 109, 1, 28, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 620, 1, 29, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 155, 1, 29, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 106, 1, 29, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 663, 1, 30, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 171, 1, 30, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 103, 1, 30, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 609, 1, 31, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 143, 1, 31, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 102, 1, 31, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 596, 1, 32, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 153, 1, 32, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 96, 1, 32, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 596, 1, 33, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 136, 1, 33, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 109, 1, 33, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 494, 1, 34, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 169, 1, 34, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 95, 1, 34, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 453, 1, 35, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 159, 1, 35, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 97, 1, 35, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 603, 1, 36, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 158, 1, 36, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 85, 1, 36, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 529, 1, 37, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 158, 1, 37, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 92, 1, 37, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 461, 1, 38, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 122, 1, 38, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 83, 1, 38, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 486, 1, 39, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 130, 1, 39, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 71, 1, 39, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 556, 1, 40, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 148, 1, 40, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 89, 1, 40, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 6697, 1, 1, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1615, 1, 1, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1203, 1, 1, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 4095, 1, 2, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 967, 1, 2, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 642, 1, 2, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 3171, 1, 3, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 675, 1, 3, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 591, 1, 3, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 2343, 1, 4, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 710, 1, 4, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 337, 1, 4, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 2412, 1, 5, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 545, 1, 5, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 331, 1, 5, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 2010, 1, 6, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 440, 1, 6, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 298, 1, 6, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1645, 1, 7, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 487, 1, 7, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 278, 1, 7, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1551, 1, 8, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 351, 1, 8, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 253, 1, 8, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1505, 1, 9, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 340, 1, 9, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 245, 1, 9, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1409, 1, 10, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 273, 1, 10, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 205, 1, 10, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1098, 1, 11, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 319, 1, 11, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 180, 1, 11, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1357, 1, 12, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 289, 1, 12, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 192, 1, 12, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 889, 1, 13, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 233, 1, 13, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 157, 1, 13, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1002, 1, 14, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 219, 1, 14, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 154, 1, 14, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1007, 1, 15, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 197, 1, 15, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 179, 1, 15, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 836, 1, 16, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 201, 1, 16, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 149, 1, 16, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 780, 1, 17, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 201, 1, 17, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 148, 1, 17, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 755, 1, 18, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 241, 1, 18, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 147, 1, 18, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 839, 1, 19, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 202, 1, 19, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 147, 1, 19, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 797, 1, 20, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 172, 1, 20, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 121, 1, 20, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 696, 1, 21, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 178, 1, 21, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 136, 1, 21, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 755, 1, 22, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 209, 1, 22, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 119, 1, 22, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 624, 1, 23, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 187, 1, 23, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 129, 1, 23, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 620, 1, 24, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 207, 1, 24, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 134, 1, 24, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 696, 1, 25, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 167, 1, 25, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 114, 1, 25, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 683, 1, 26, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 164, 1, 26, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 119, 1, 26, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 566, 1, 27, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 146, 1, 27, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 125, 1, 27, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 617, 1, 28, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 165, 1, 28, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 105, 1, 28, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 500, 1, 29, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 144, 1, 29, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 86, 1, 29, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 608, 1, 30, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 172, 1, 30, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 92, 1, 30, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 493, 1, 31, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 137, 1, 31, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 107, 1, 31, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 560, 1, 32, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 129, 1, 32, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 87, 1, 32, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 597, 1, 33, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 138, 1, 33, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 90, 1, 33, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 439, 1, 34, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 149, 1, 34, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 80, 1, 34, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 422, 1, 35, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 137, 1, 35, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 83, 1, 35, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 549, 1, 36, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 142, 1, 36, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 81, 1, 36, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 458, 1, 37, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 132, 1, 37, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 89, 1, 37, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 432, 1, 38, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 116, 1, 38, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 77, 1, 38, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 431, 1, 39, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 133, 1, 39, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 76, 1, 39, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 565, 1, 40, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 130, 1, 40, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 87, 1, 40, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 8685, 1, 1, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1958, 1, 1, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1350, 1, 1, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 5606, 1, 2, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1284, 1, 2, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 727, 1, 2, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 3739, 1, 3, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 846, 1, 3, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 726, 1, 3, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 3074, 1, 4, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 860, 1, 4, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 443, 1, 4, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 2753, 1, 5, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 780, 1, 5, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 379, 1, 5, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 2517, 1, 6, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 616, 1, 6, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 413, 1, 6, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 2217, 1, 7, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 608, 1, 7, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 366, 1, 7, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 2087, 1, 8, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 432, 1, 8, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 321, 1, 8, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 2041, 1, 9, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 415, 1, 9, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 305, 1, 9, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1673, 1, 10, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 337, 1, 10, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 236, 1, 10, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1362, 1, 11, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 385, 1, 11, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 226, 1, 11, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1653, 1, 12, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 340, 1, 12, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 252, 1, 12, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1102, 1, 13, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 303, 1, 13, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 201, 1, 13, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1395, 1, 14, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 283, 1, 14, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 207, 1, 14, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1320, 1, 15, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 258, 1, 15, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 229, 1, 15, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 992, 1, 16, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 262, 1, 16, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 211, 1, 16, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 951, 1, 17, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 277, 1, 17, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 189, 1, 17, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1065, 1, 18, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 302, 1, 18, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 191, 1, 18, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 932, 1, 19, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 262, 1, 19, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 175, 1, 19, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1024, 1, 20, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 207, 1, 20, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 157, 1, 20, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 807, 1, 21, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 232, 1, 21, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 168, 1, 21, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 932, 1, 22, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 256, 1, 22, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 138, 1, 22, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 805, 1, 23, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 224, 1, 23, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 152, 1, 23, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 741, 1, 24, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 226, 1, 24, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 156, 1, 24, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 865, 1, 25, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 225, 1, 25, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 150, 1, 25, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 848, 1, 26, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 217, 1, 26, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 141, 1, 26, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 649, 1, 27, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 190, 1, 27, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 157, 1, 27, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 738, 1, 28, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 216, 1, 28, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 129, 1, 28, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 684, 1, 29, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 168, 1, 29, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 113, 1, 29, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 762, 1, 30, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 199, 1, 30, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 134, 1, 30, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 680, 1, 31, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 177, 1, 31, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 122, 1, 31, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 766, 1, 32, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 177, 1, 32, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 104, 1, 32, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 698, 1, 33, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 179, 1, 33, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 120, 1, 33, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 566, 1, 34, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 179, 1, 34, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 115, 1, 34, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 522, 1, 35, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 183, 1, 35, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 112, 1, 35, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 628, 1, 36, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 171, 1, 36, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 108, 1, 36, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 564, 1, 37, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 185, 1, 37, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 99, 1, 37, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 559, 1, 38, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 157, 1, 38, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 94, 1, 38, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 499, 1, 39, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 167, 1, 39, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 84, 1, 39, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 650, 1, 40, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 162, 1, 40, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 115, 1, 40, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 0.0933, 2, 41, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 4182, 2, 41, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1, 2, 41, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1911, 2, 41, 3, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 0.457, 2, 41, 4, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 756, 2, 41, 5, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 0.3956, 2, 41, 6, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 390, 2, 41, 7, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 0.5159, 2, 41, 8, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 0.0796, 2, 41, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 4032, 2, 41, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1, 2, 41, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1736, 2, 41, 3, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 0.4306, 2, 41, 4, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 623, 2, 41, 5, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 0.3589, 2, 41, 6, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 321, 2, 41, 7, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 0.5152, 2, 41, 8, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 0.0616, 2, 41, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 5230, 2, 41, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1, 2, 41, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 2116, 2, 41, 3, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 0.4046, 2, 41, 4, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 692, 2, 41, 5, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 0.327, 2, 41, 6, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 322, 2, 41, 7, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 0.4653, 2, 41, 8, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 2965, 3, 42, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 2965, 3, 42, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1, 3, 42, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 1193, 3, 42, 3, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 0.4024, 3, 42, 4, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 824, 3, 42, 5, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 0.2779, 3, 42, 6, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 660, 3, 42, 7, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', 0.2226, 3, 42, 8, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 2566, 3, 42, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 2566, 3, 42, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 1, 3, 42, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 960, 3, 42, 3, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 0.3741, 3, 42, 4, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 711, 3, 42, 5, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', 0.2771, 3, 42, 6, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 3075, 3, 42, 0, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 3075, 3, 42, 1, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1, 3, 42, 2, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 1120, 3, 42, 3, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', 0.3642, 3, 42, 4, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 9, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 10, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 11, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 12, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 13, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 14, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 15, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 16, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 17, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 18, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 19, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 20, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 21, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 22, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 23, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 24, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 25, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 26, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 27, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 28, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 29, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 30, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 31, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 32, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 33, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 34, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 35, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 36, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 37, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 38, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 39, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 40, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 41, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 42, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 43, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 44, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 45, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 46, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 47, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 48, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 49, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 50, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 51, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 52, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 53, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 54, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 55, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 56, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 57, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 58, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 59, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-05 16:00:00+00', NULL, 3, 42, 60, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 7, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 8, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 9, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 10, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 11, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 12, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 13, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 14, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 15, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 16, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 17, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 18, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 19, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 20, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 21, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 22, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 23, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 24, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 25, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 26, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 27, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 28, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 29, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 30, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 31, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 32, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 33, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 34, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 35, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 36, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 37, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 38, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 39, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 40, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 41, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 42, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 43, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 44, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 45, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 46, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 47, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 48, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 49, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 50, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 51, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 52, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 53, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 54, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 55, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 56, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 57, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 58, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 59, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-06 16:00:00+00', NULL, 3, 42, 60, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 5, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 6, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 7, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 8, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 9, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 10, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 11, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 12, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 13, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 14, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 15, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 16, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 17, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 18, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 19, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 20, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 21, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 22, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 23, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 24, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 25, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 26, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 27, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 28, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 29, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 30, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 31, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 32, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 33, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 34, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 35, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 36, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 37, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 38, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 39, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 40, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 41, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 42, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 43, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 44, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 45, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 46, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 47, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 48, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 49, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 50, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 51, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 52, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 53, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 54, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 55, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 56, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 57, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 58, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 59, NULL);
INSERT INTO gio.points (period_start, value, report_id, dims_id, metric_id, value_text) VALUES ('2026-06-07 16:00:00+00', NULL, 3, 42, 60, NULL);


--
-- Data for Name: reports; Type: TABLE DATA; Schema: gio; Owner: -
--

INSERT INTO gio.reports (report_id, project, report, kind, grain, project_uid, source_id, conversion_window, timezone, title, description, owner, dashboard, settle_after_hour, settle_day_at, active, source_name, columns, timeless, echoed_conversion_window, largest_column, answered_at, turn_at, created_at) OVERRIDING SYSTEM VALUE VALUES (1, 'shop', 'cities', 'chart', 'day', 'nxog09md', 'cityPv01', NULL, 'Asia/Shanghai', NULL, NULL, NULL, NULL, '00:30:00', '04:00:00', true, '城市与来源', '[["目标用户", "dimension"], ["城市", "dimension"], ["访问来源", "dimension"], ["页面浏览量", "metric"], ["访问量", "metric"], ["访问用户量", "metric"]]', false, NULL, 0, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:57.605961+00');
INSERT INTO gio.reports (report_id, project, report, kind, grain, project_uid, source_id, conversion_window, timezone, title, description, owner, dashboard, settle_after_hour, settle_day_at, active, source_name, columns, timeless, echoed_conversion_window, largest_column, answered_at, turn_at, created_at) OVERRIDING SYSTEM VALUE VALUES (2, 'shop', 'signup', 'funnel', 'day', 'nxog09md', '9pkd1', 7, 'Asia/Shanghai', NULL, NULL, NULL, NULL, '00:30:00', '04:00:00', true, '注册转化', '[["目标用户", "dimension"], ["总转化率", "metric"], ["第一步人数", "metric"], ["第一步转化率", "metric"], ["第二步人数", "metric"], ["第二步转化率", "metric"], ["第三步人数", "metric"], ["第三步转化率", "metric"], ["第四步人数", "metric"], ["第四步转化率", "metric"]]', false, 7, 0, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:58.328647+00');
INSERT INTO gio.reports (report_id, project, report, kind, grain, project_uid, source_id, conversion_window, timezone, title, description, owner, dashboard, settle_after_hour, settle_day_at, active, source_name, columns, timeless, echoed_conversion_window, largest_column, answered_at, turn_at, created_at) OVERRIDING SYSTEM VALUE VALUES (3, 'shop', 'newcomers', 'retention', 'day', 'nxog09md', 'kdj2', NULL, 'Asia/Shanghai', NULL, NULL, NULL, NULL, '00:30:00', '04:00:00', true, '新用户留存', '[["目标用户", "dimension"], ["对比值", "dimension"], ["用户行为", "dimension"], ["留存人数", "metric"], ["当日", "metric"], ["当日留存率", "metric"], ["次日", "metric"], ["次日留存率", "metric"], ["2日后", "metric"], ["2日后留存率", "metric"], ["3日后", "metric"], ["3日后留存率", "metric"], ["4日后", "metric"], ["4日后留存率", "metric"], ["5日后", "metric"], ["5日后留存率", "metric"], ["6日后", "metric"], ["6日后留存率", "metric"], ["7日后", "metric"], ["7日后留存率", "metric"], ["8日后", "metric"], ["8日后留存率", "metric"], ["9日后", "metric"], ["9日后留存率", "metric"], ["10日后", "metric"], ["10日后留存率", "metric"], ["11日后", "metric"], ["11日后留存率", "metric"], ["12日后", "metric"], ["12日后留存率", "metric"], ["13日后", "metric"], ["13日后留存率", "metric"], ["14日后", "metric"], ["14日后留存率", "metric"], ["15日后", "metric"], ["15日后留存率", "metric"], ["16日后", "metric"], ["16日后留存率", "metric"], ["17日后", "metric"], ["17日后留存率", "metric"], ["18日后", "metric"], ["18日后留存率", "metric"], ["19日后", "metric"], ["19日后留存率", "metric"], ["20日后", "metric"], ["20日后留存率", "metric"], ["21日后", "metric"], ["21日后留存率", "metric"], ["22日后", "metric"], ["22日后留存率", "metric"], ["23日后", "metric"], ["23日后留存率", "metric"], ["24日后", "metric"], ["24日后留存率", "metric"], ["25日后", "metric"], ["25日后留存率", "metric"], ["26日后", "metric"], ["26日后留存率", "metric"], ["27日后", "metric"], ["27日后留存率", "metric"], ["28日后", "metric"], ["28日后留存率", "metric"], ["29日后", "metric"], ["29日后留存率", "metric"]]', false, NULL, 29, '2026-06-10 02:00:00+00', '2026-06-10 02:00:00+00', '2026-11-23 20:24:58.851853+00');


--
-- Data for Name: restatements; Type: TABLE DATA; Schema: gio; Owner: -
--



--
-- Data for Name: rules; Type: TABLE DATA; Schema: gio; Owner: -
--



--
-- Data for Name: schema_changes; Type: TABLE DATA; Schema: gio; Owner: -
--



--
-- Data for Name: segment_users; Type: TABLE DATA; Schema: gio; Owner: -
--



--
-- Data for Name: segments; Type: TABLE DATA; Schema: gio; Owner: -
--



--
-- Data for Name: migrations; Type: TABLE DATA; Schema: gio_state; Owner: -
--

INSERT INTO gio_state.migrations (version, name, applied_at) VALUES (1, '0001_warehouse', '2026-11-23 20:24:57.369491+00');
INSERT INTO gio_state.migrations (version, name, applied_at) VALUES (2, '0002_state', '2026-11-23 20:24:57.457899+00');
INSERT INTO gio_state.migrations (version, name, applied_at) VALUES (3, '0003_readers', '2026-11-23 20:24:57.473764+00');
INSERT INTO gio_state.migrations (version, name, applied_at) VALUES (4, '0004_catalog', '2026-11-23 20:24:57.493533+00');
INSERT INTO gio_state.migrations (version, name, applied_at) VALUES (5, '0005_views', '2026-11-23 20:24:57.52956+00');


--
-- Data for Name: rate_limits; Type: TABLE DATA; Schema: gio_state; Owner: -
--

INSERT INTO gio_state.rate_limits (project_key, spacing, last_sent_at, blocked_until) VALUES ('c81bdf00e4551d0288d9ad5b610b58266f1d7910cdd1040ed61c577889f7a9ef', '00:00:00.0105', '2026-11-23 20:24:58.943067+00', NULL);


--
-- Data for Name: tokens; Type: TABLE DATA; Schema: gio_state; Owner: -
--



--
-- Data for Name: view_columns; Type: TABLE DATA; Schema: gio_state; Owner: -
--

INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (1, 0, 'dimension', '目标用户', '目标用户');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (1, 1, 'dimension', '城市', '城市');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (1, 2, 'dimension', '访问来源', '访问来源');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (1, 3, 'metric', '页面浏览量', '页面浏览量');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (1, 4, 'metric', '访问量', '访问量');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (1, 5, 'metric', '访问用户量', '访问用户量');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (2, 0, 'dimension', '目标用户', '目标用户');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (2, 1, 'metric', '总转化率', '总转化率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (2, 2, 'metric', '第一步人数', '第一步人数');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (2, 3, 'metric', '第一步转化率', '第一步转化率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (2, 4, 'metric', '第二步人数', '第二步人数');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (2, 5, 'metric', '第二步转化率', '第二步转化率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (2, 6, 'metric', '第三步人数', '第三步人数');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (2, 7, 'metric', '第三步转化率', '第三步转化率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (2, 8, 'metric', '第四步人数', '第四步人数');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (2, 9, 'metric', '第四步转化率', '第四步转化率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 0, 'dimension', '目标用户', '目标用户');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 1, 'dimension', '对比值', '对比值');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 2, 'dimension', '用户行为', '用户行为');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 3, 'metric', '留存人数', '留存人数');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 4, 'metric', '当日', '当日');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 5, 'metric', '当日留存率', '当日留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 6, 'metric', '次日', '次日');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 7, 'metric', '次日留存率', '次日留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 8, 'metric', '2日后', '2日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 9, 'metric', '2日后留存率', '2日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 10, 'metric', '3日后', '3日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 11, 'metric', '3日后留存率', '3日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 12, 'metric', '4日后', '4日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 13, 'metric', '4日后留存率', '4日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 14, 'metric', '5日后', '5日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 15, 'metric', '5日后留存率', '5日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 16, 'metric', '6日后', '6日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 17, 'metric', '6日后留存率', '6日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 18, 'metric', '7日后', '7日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 19, 'metric', '7日后留存率', '7日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 20, 'metric', '8日后', '8日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 21, 'metric', '8日后留存率', '8日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 22, 'metric', '9日后', '9日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 23, 'metric', '9日后留存率', '9日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 24, 'metric', '10日后', '10日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 25, 'metric', '10日后留存率', '10日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 26, 'metric', '11日后', '11日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 27, 'metric', '11日后留存率', '11日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 28, 'metric', '12日后', '12日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 29, 'metric', '12日后留存率', '12日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 30, 'metric', '13日后', '13日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 31, 'metric', '13日后留存率', '13日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 32, 'metric', '14日后', '14日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 33, 'metric', '14日后留存率', '14日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 34, 'metric', '15日后', '15日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 35, 'metric', '15日后留存率', '15日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 36, 'metric', '16日后', '16日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 37, 'metric', '16日后留存率', '16日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 38, 'metric', '17日后', '17日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 39, 'metric', '17日后留存率', '17日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 40, 'metric', '18日后', '18日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 41, 'metric', '18日后留存率', '18日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 42, 'metric', '19日后', '19日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 43, 'metric', '19日后留存率', '19日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 44, 'metric', '20日后', '20日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 45, 'metric', '20日后留存率', '20日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 46, 'metric', '21日后', '21日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 47, 'metric', '21日后留存率', '21日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 48, 'metric', '22日后', '22日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 49, 'metric', '22日后留存率', '22日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 50, 'metric', '23日后', '23日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 51, 'metric', '23日后留存率', '23日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 52, 'metric', '24日后', '24日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 53, 'metric', '24日后留存率', '24日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 54, 'metric', '25日后', '25日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 55, 'metric', '25日后留存率', '25日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 56, 'metric', '26日后', '26日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 57, 'metric', '26日后留存率', '26日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 58, 'metric', '27日后', '27日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 59, 'metric', '27日后留存率', '27日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 60, 'metric', '28日后', '28日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 61, 'metric', '28日后留存率', '28日后留存率');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 62, 'metric', '29日后', '29日后');
INSERT INTO gio_state.view_columns (report_id, "position", role, name, column_name) VALUES (3, 63, 'metric', '29日后留存率', '29日后留存率');


--
-- Name: dimension_sets_dims_id_seq; Type: SEQUENCE SET; Schema: gio; Owner: -
--

SELECT pg_catalog.setval('gio.dimension_sets_dims_id_seq', 42, true);


--
-- Name: loads_load_id_seq; Type: SEQUENCE SET; Schema: gio; Owner: -
--

SELECT pg_catalog.setval('gio.loads_load_id_seq', 3, true);


--
-- Name: reports_report_id_seq; Type: SEQUENCE SET; Schema: gio; Owner: -
--

SELECT pg_catalog.setval('gio.reports_report_id_seq', 3, true);


--
-- Name: restatements_restatement_id_seq; Type: SEQUENCE SET; Schema: gio; Owner: -
--

SELECT pg_catalog.setval('gio.restatements_restatement_id_seq', 1, false);


--
-- Name: schema_changes_schema_change_id_seq; Type: SEQUENCE SET; Schema: gio; Owner: -
--

SELECT pg_catalog.setval('gio.schema_changes_schema_change_id_seq', 1, false);


--
-- Name: coverage coverage_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.coverage
    ADD CONSTRAINT coverage_pkey PRIMARY KEY (report_id, period_start);


--
-- Name: dashboard_charts dashboard_charts_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.dashboard_charts
    ADD CONSTRAINT dashboard_charts_pkey PRIMARY KEY (project, dashboard_id, resource_type, id);


--
-- Name: dashboards dashboards_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.dashboards
    ADD CONSTRAINT dashboards_pkey PRIMARY KEY (project, id);


--
-- Name: dimension_sets dimension_sets_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.dimension_sets
    ADD CONSTRAINT dimension_sets_pkey PRIMARY KEY (dims_id);


--
-- Name: dimension_sets dimension_sets_report_id_hash_key; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.dimension_sets
    ADD CONSTRAINT dimension_sets_report_id_hash_key UNIQUE (report_id, hash);


--
-- Name: loads loads_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.loads
    ADD CONSTRAINT loads_pkey PRIMARY KEY (load_id);


--
-- Name: metrics metrics_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.metrics
    ADD CONSTRAINT metrics_pkey PRIMARY KEY (report_id, metric_id);


--
-- Name: metrics metrics_report_id_name_hash_key; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.metrics
    ADD CONSTRAINT metrics_report_id_name_hash_key UNIQUE (report_id, name_hash);


--
-- Name: points points_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.points
    ADD CONSTRAINT points_pkey PRIMARY KEY (report_id, period_start, dims_id, metric_id);


--
-- Name: reports reports_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.reports
    ADD CONSTRAINT reports_pkey PRIMARY KEY (report_id);


--
-- Name: reports reports_project_report_key; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.reports
    ADD CONSTRAINT reports_project_report_key UNIQUE (project, report);


--
-- Name: restatements restatements_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.restatements
    ADD CONSTRAINT restatements_pkey PRIMARY KEY (restatement_id);


--
-- Name: rules rules_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.rules
    ADD CONSTRAINT rules_pkey PRIMARY KEY (project, rule_id, event_type);


--
-- Name: schema_changes schema_changes_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.schema_changes
    ADD CONSTRAINT schema_changes_pkey PRIMARY KEY (schema_change_id);


--
-- Name: segment_users segment_users_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.segment_users
    ADD CONSTRAINT segment_users_pkey PRIMARY KEY (project, segment_id, user_id, occurrence);


--
-- Name: segments segments_pkey; Type: CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.segments
    ADD CONSTRAINT segments_pkey PRIMARY KEY (project, id);


--
-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: gio_state; Owner: -
--

ALTER TABLE ONLY gio_state.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (version);


--
-- Name: rate_limits rate_limits_pkey; Type: CONSTRAINT; Schema: gio_state; Owner: -
--

ALTER TABLE ONLY gio_state.rate_limits
    ADD CONSTRAINT rate_limits_pkey PRIMARY KEY (project_key);


--
-- Name: tokens tokens_pkey; Type: CONSTRAINT; Schema: gio_state; Owner: -
--

ALTER TABLE ONLY gio_state.tokens
    ADD CONSTRAINT tokens_pkey PRIMARY KEY (token_key);


--
-- Name: view_columns view_columns_pkey; Type: CONSTRAINT; Schema: gio_state; Owner: -
--

ALTER TABLE ONLY gio_state.view_columns
    ADD CONSTRAINT view_columns_pkey PRIMARY KEY (report_id, "position");


--
-- Name: dashboard_charts_report; Type: INDEX; Schema: gio; Owner: -
--

CREATE INDEX dashboard_charts_report ON gio.dashboard_charts USING btree (project, resource_type, id);


--
-- Name: loads_backfill; Type: INDEX; Schema: gio; Owner: -
--

CREATE INDEX loads_backfill ON gio.loads USING btree (backfill_id) WHERE (backfill_id IS NOT NULL);


--
-- Name: loads_report; Type: INDEX; Schema: gio; Owner: -
--

CREATE INDEX loads_report ON gio.loads USING btree (report_id, load_id);


--
-- Name: loads_root_run; Type: INDEX; Schema: gio; Owner: -
--

CREATE INDEX loads_root_run ON gio.loads USING btree (root_run_id) WHERE (root_run_id IS NOT NULL);


--
-- Name: restatements_report; Type: INDEX; Schema: gio; Owner: -
--

CREATE INDEX restatements_report ON gio.restatements USING btree (report_id, period_start);


--
-- Name: schema_changes_report; Type: INDEX; Schema: gio; Owner: -
--

CREATE INDEX schema_changes_report ON gio.schema_changes USING btree (report_id);


--
-- Name: shop__cities _RETURN; Type: RULE; Schema: gio_reports; Owner: -
--

CREATE OR REPLACE VIEW gio_reports.shop__cities AS
 SELECT c.period_start,
    c.period_date,
    c.period_local,
    c.state,
    (c.state = 'provisional'::text) AS provisional,
    c.loaded_at,
    (d.dimensions ->> '目标用户'::text) AS "目标用户",
    (d.dimensions ->> '城市'::text) AS "城市",
    (d.dimensions ->> '访问来源'::text) AS "访问来源",
    max(p.value) FILTER (WHERE (p.metric_id = 0)) AS "页面浏览量",
    max(p.value) FILTER (WHERE (p.metric_id = 1)) AS "访问量",
    max(p.value) FILTER (WHERE (p.metric_id = 2)) AS "访问用户量"
   FROM ((gio.coverage c
     JOIN gio.points p ON (((p.report_id = c.report_id) AND (p.period_start = c.period_start))))
     JOIN gio.dimension_sets d ON ((d.dims_id = p.dims_id)))
  WHERE (c.report_id = 1)
  GROUP BY c.report_id, c.period_start, d.dims_id;


--
-- Name: shop__newcomers _RETURN; Type: RULE; Schema: gio_reports; Owner: -
--

CREATE OR REPLACE VIEW gio_reports.shop__newcomers AS
 SELECT c.period_start,
    c.period_date,
    c.period_local,
    c.state,
    (c.state = 'provisional'::text) AS provisional,
    c.loaded_at,
    (d.dimensions ->> '目标用户'::text) AS "目标用户",
    (d.dimensions ->> '对比值'::text) AS "对比值",
    (d.dimensions ->> '用户行为'::text) AS "用户行为",
    max(p.value) FILTER (WHERE (p.metric_id = 0)) AS "留存人数",
    max(p.value) FILTER (WHERE (p.metric_id = 1)) AS "当日",
    max(p.value) FILTER (WHERE (p.metric_id = 2)) AS "当日留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 3)) AS "次日",
    max(p.value) FILTER (WHERE (p.metric_id = 4)) AS "次日留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 5)) AS "2日后",
    max(p.value) FILTER (WHERE (p.metric_id = 6)) AS "2日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 7)) AS "3日后",
    max(p.value) FILTER (WHERE (p.metric_id = 8)) AS "3日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 9)) AS "4日后",
    max(p.value) FILTER (WHERE (p.metric_id = 10)) AS "4日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 11)) AS "5日后",
    max(p.value) FILTER (WHERE (p.metric_id = 12)) AS "5日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 13)) AS "6日后",
    max(p.value) FILTER (WHERE (p.metric_id = 14)) AS "6日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 15)) AS "7日后",
    max(p.value) FILTER (WHERE (p.metric_id = 16)) AS "7日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 17)) AS "8日后",
    max(p.value) FILTER (WHERE (p.metric_id = 18)) AS "8日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 19)) AS "9日后",
    max(p.value) FILTER (WHERE (p.metric_id = 20)) AS "9日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 21)) AS "10日后",
    max(p.value) FILTER (WHERE (p.metric_id = 22)) AS "10日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 23)) AS "11日后",
    max(p.value) FILTER (WHERE (p.metric_id = 24)) AS "11日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 25)) AS "12日后",
    max(p.value) FILTER (WHERE (p.metric_id = 26)) AS "12日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 27)) AS "13日后",
    max(p.value) FILTER (WHERE (p.metric_id = 28)) AS "13日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 29)) AS "14日后",
    max(p.value) FILTER (WHERE (p.metric_id = 30)) AS "14日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 31)) AS "15日后",
    max(p.value) FILTER (WHERE (p.metric_id = 32)) AS "15日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 33)) AS "16日后",
    max(p.value) FILTER (WHERE (p.metric_id = 34)) AS "16日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 35)) AS "17日后",
    max(p.value) FILTER (WHERE (p.metric_id = 36)) AS "17日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 37)) AS "18日后",
    max(p.value) FILTER (WHERE (p.metric_id = 38)) AS "18日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 39)) AS "19日后",
    max(p.value) FILTER (WHERE (p.metric_id = 40)) AS "19日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 41)) AS "20日后",
    max(p.value) FILTER (WHERE (p.metric_id = 42)) AS "20日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 43)) AS "21日后",
    max(p.value) FILTER (WHERE (p.metric_id = 44)) AS "21日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 45)) AS "22日后",
    max(p.value) FILTER (WHERE (p.metric_id = 46)) AS "22日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 47)) AS "23日后",
    max(p.value) FILTER (WHERE (p.metric_id = 48)) AS "23日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 49)) AS "24日后",
    max(p.value) FILTER (WHERE (p.metric_id = 50)) AS "24日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 51)) AS "25日后",
    max(p.value) FILTER (WHERE (p.metric_id = 52)) AS "25日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 53)) AS "26日后",
    max(p.value) FILTER (WHERE (p.metric_id = 54)) AS "26日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 55)) AS "27日后",
    max(p.value) FILTER (WHERE (p.metric_id = 56)) AS "27日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 57)) AS "28日后",
    max(p.value) FILTER (WHERE (p.metric_id = 58)) AS "28日后留存率",
    max(p.value) FILTER (WHERE (p.metric_id = 59)) AS "29日后",
    max(p.value) FILTER (WHERE (p.metric_id = 60)) AS "29日后留存率"
   FROM ((gio.coverage c
     JOIN gio.points p ON (((p.report_id = c.report_id) AND (p.period_start = c.period_start))))
     JOIN gio.dimension_sets d ON ((d.dims_id = p.dims_id)))
  WHERE (c.report_id = 3)
  GROUP BY c.report_id, c.period_start, d.dims_id;


--
-- Name: shop__signup _RETURN; Type: RULE; Schema: gio_reports; Owner: -
--

CREATE OR REPLACE VIEW gio_reports.shop__signup AS
 SELECT c.period_start,
    c.period_date,
    c.period_local,
    c.state,
    (c.state = 'provisional'::text) AS provisional,
    c.loaded_at,
    (d.dimensions ->> '目标用户'::text) AS "目标用户",
    max(p.value) FILTER (WHERE (p.metric_id = 0)) AS "总转化率",
    max(p.value) FILTER (WHERE (p.metric_id = 1)) AS "第一步人数",
    max(p.value) FILTER (WHERE (p.metric_id = 2)) AS "第一步转化率",
    max(p.value) FILTER (WHERE (p.metric_id = 3)) AS "第二步人数",
    max(p.value) FILTER (WHERE (p.metric_id = 4)) AS "第二步转化率",
    max(p.value) FILTER (WHERE (p.metric_id = 5)) AS "第三步人数",
    max(p.value) FILTER (WHERE (p.metric_id = 6)) AS "第三步转化率",
    max(p.value) FILTER (WHERE (p.metric_id = 7)) AS "第四步人数",
    max(p.value) FILTER (WHERE (p.metric_id = 8)) AS "第四步转化率"
   FROM ((gio.coverage c
     JOIN gio.points p ON (((p.report_id = c.report_id) AND (p.period_start = c.period_start))))
     JOIN gio.dimension_sets d ON ((d.dims_id = p.dims_id)))
  WHERE (c.report_id = 2)
  GROUP BY c.report_id, c.period_start, d.dims_id;


--
-- Name: coverage coverage_report_id_fkey; Type: FK CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.coverage
    ADD CONSTRAINT coverage_report_id_fkey FOREIGN KEY (report_id) REFERENCES gio.reports(report_id) ON DELETE CASCADE;


--
-- Name: dimension_sets dimension_sets_report_id_fkey; Type: FK CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.dimension_sets
    ADD CONSTRAINT dimension_sets_report_id_fkey FOREIGN KEY (report_id) REFERENCES gio.reports(report_id) ON DELETE CASCADE;


--
-- Name: loads loads_report_id_fkey; Type: FK CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.loads
    ADD CONSTRAINT loads_report_id_fkey FOREIGN KEY (report_id) REFERENCES gio.reports(report_id) ON DELETE SET NULL;


--
-- Name: metrics metrics_report_id_fkey; Type: FK CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.metrics
    ADD CONSTRAINT metrics_report_id_fkey FOREIGN KEY (report_id) REFERENCES gio.reports(report_id) ON DELETE CASCADE;


--
-- Name: restatements restatements_report_id_fkey; Type: FK CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.restatements
    ADD CONSTRAINT restatements_report_id_fkey FOREIGN KEY (report_id) REFERENCES gio.reports(report_id) ON DELETE CASCADE;


--
-- Name: schema_changes schema_changes_report_id_fkey; Type: FK CONSTRAINT; Schema: gio; Owner: -
--

ALTER TABLE ONLY gio.schema_changes
    ADD CONSTRAINT schema_changes_report_id_fkey FOREIGN KEY (report_id) REFERENCES gio.reports(report_id) ON DELETE CASCADE;


--
-- Name: view_columns view_columns_report_id_fkey; Type: FK CONSTRAINT; Schema: gio_state; Owner: -
--

ALTER TABLE ONLY gio_state.view_columns
    ADD CONSTRAINT view_columns_report_id_fkey FOREIGN KEY (report_id) REFERENCES gio.reports(report_id) ON DELETE CASCADE;


--
-- Name: SCHEMA gio; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA gio TO gio_reader;
GRANT USAGE ON SCHEMA gio TO gio_reader_pii;


--
-- Name: SCHEMA gio_reports; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA gio_reports TO gio_reader;
GRANT USAGE ON SCHEMA gio_reports TO gio_reader_pii;


--
-- Name: TABLE coverage; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.coverage TO gio_reader;
GRANT SELECT ON TABLE gio.coverage TO gio_reader_pii;


--
-- Name: TABLE dashboard_charts; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.dashboard_charts TO gio_reader;
GRANT SELECT ON TABLE gio.dashboard_charts TO gio_reader_pii;


--
-- Name: TABLE dashboards; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.dashboards TO gio_reader;
GRANT SELECT ON TABLE gio.dashboards TO gio_reader_pii;


--
-- Name: TABLE dimension_sets; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.dimension_sets TO gio_reader;
GRANT SELECT ON TABLE gio.dimension_sets TO gio_reader_pii;


--
-- Name: TABLE reports; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.reports TO gio_reader;
GRANT SELECT ON TABLE gio.reports TO gio_reader_pii;


--
-- Name: TABLE freshness; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.freshness TO gio_reader;
GRANT SELECT ON TABLE gio.freshness TO gio_reader_pii;


--
-- Name: TABLE metrics; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.metrics TO gio_reader;
GRANT SELECT ON TABLE gio.metrics TO gio_reader_pii;


--
-- Name: TABLE points; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.points TO gio_reader;
GRANT SELECT ON TABLE gio.points TO gio_reader_pii;


--
-- Name: TABLE funnel_steps; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.funnel_steps TO gio_reader;
GRANT SELECT ON TABLE gio.funnel_steps TO gio_reader_pii;


--
-- Name: TABLE loads; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.loads TO gio_reader;
GRANT SELECT ON TABLE gio.loads TO gio_reader_pii;


--
-- Name: TABLE report_values; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.report_values TO gio_reader;
GRANT SELECT ON TABLE gio.report_values TO gio_reader_pii;


--
-- Name: TABLE restatements; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.restatements TO gio_reader;
GRANT SELECT ON TABLE gio.restatements TO gio_reader_pii;


--
-- Name: TABLE retention_cohorts; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.retention_cohorts TO gio_reader;
GRANT SELECT ON TABLE gio.retention_cohorts TO gio_reader_pii;


--
-- Name: TABLE rules; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.rules TO gio_reader;
GRANT SELECT ON TABLE gio.rules TO gio_reader_pii;


--
-- Name: TABLE schema_changes; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.schema_changes TO gio_reader;
GRANT SELECT ON TABLE gio.schema_changes TO gio_reader_pii;


--
-- Name: TABLE segment_users; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.segment_users TO gio_reader_pii;


--
-- Name: TABLE segments; Type: ACL; Schema: gio; Owner: -
--

GRANT SELECT ON TABLE gio.segments TO gio_reader;
GRANT SELECT ON TABLE gio.segments TO gio_reader_pii;


--
-- Name: TABLE shop__cities; Type: ACL; Schema: gio_reports; Owner: -
--

GRANT SELECT ON TABLE gio_reports.shop__cities TO gio_reader;
GRANT SELECT ON TABLE gio_reports.shop__cities TO gio_reader_pii;


--
-- Name: TABLE shop__newcomers; Type: ACL; Schema: gio_reports; Owner: -
--

GRANT SELECT ON TABLE gio_reports.shop__newcomers TO gio_reader;
GRANT SELECT ON TABLE gio_reports.shop__newcomers TO gio_reader_pii;


--
-- Name: TABLE shop__signup; Type: ACL; Schema: gio_reports; Owner: -
--

GRANT SELECT ON TABLE gio_reports.shop__signup TO gio_reader;
GRANT SELECT ON TABLE gio_reports.shop__signup TO gio_reader_pii;


--
-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: gio; Owner: -
--

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA gio GRANT SELECT ON TABLES TO gio_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA gio GRANT SELECT ON TABLES TO gio_reader_pii;


--
-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: gio_reports; Owner: -
--

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA gio_reports GRANT SELECT ON TABLES TO gio_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA gio_reports GRANT SELECT ON TABLES TO gio_reader_pii;


--
-- PostgreSQL database dump complete
--

