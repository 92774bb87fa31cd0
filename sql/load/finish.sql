with answered as (
    -- Executed after the other two: loads of other windows of the report wait for this row.
    update gio.reports
    set answered_at = cast(:asked_at as timestamptz), turn_at = coalesce(turn_at, cast(:asked_at as timestamptz))
    where report_id = :report_id
), covered as (
    update gio.coverage c
    set state = coalesce(n.state, c.state),
        rows = coalesce(n.rows, c.rows),
        digest = case when n.rows is null then c.digest else n.digest end,
        truncated = coalesce(n.truncated, c.truncated),
        first_metric_id = case when n.rows is null then c.first_metric_id else m.metric_id end,
        first_total = case when n.rows is null then c.first_total else n.first_total end,
        asked_at = case when n.rows is null then c.asked_at else cast(:asked_at as timestamptz) end,
        sent_at = case when n.rows is null then c.sent_at else cast(:sent_at as timestamptz) end,
        loaded_at = case when n.touched then cast(:now as timestamptz) else c.loaded_at end,
        checked_at = cast(:now as timestamptz),
        load_id = :load_id
    from unnest(cast(:starts as timestamptz[]), cast(:states as text[]), cast(:row_counts as int[]),
                cast(:digests as bytea[]), cast(:truncated as boolean[]), cast(:touched as boolean[]),
                cast(:first_totals as double precision[]))
         as n (period_start, state, rows, digest, truncated, touched, first_total)
    left join gio.metrics m on m.report_id = :report_id and m.name_hash = cast(:first_metric as uuid)
    where c.report_id = :report_id and c.period_start = n.period_start
)
insert into gio.loads (load_id, report_id, project, report, window_start, window_end, periods, started_at, requests,
                       rows_in, rows_ignored, inserted, changed, unchanged, deleted, status, error, trigger,
                       run_id, root_run_id, backfill_id)
overriding system value
values (:load_id, :report_id, :project, :report, :window_start, :window_end, :periods, :started_at, :requests,
        :rows_in, :rows_ignored, :inserted, :changed, :unchanged, :deleted, :status, :error, :trigger,
        :run_id, :root_run_id, :backfill_id)
