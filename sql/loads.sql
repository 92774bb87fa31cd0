-- name: insert_failure
-- A load that stored nothing.
insert into gio.loads (report_id, project, report, window_start, window_end, periods, started_at, requests,
                       rows_in, rows_ignored, status, error, trigger, run_id, root_run_id, backfill_id)
values (:report_id, :project, :report, :window_start, :window_end, :periods, :started_at, :requests,
        :rows_in, :rows_ignored, :status, :error, :trigger, :run_id, :root_run_id, :backfill_id)
returning load_id
