insert into gio.loads (load_id, report_id, project, report, window_start, window_end, periods, started_at, requests,
                       rows_in, rows_ignored, inserted, changed, unchanged, deleted, status, error, trigger,
                       run_id, root_run_id, backfill_id)
overriding system value
values (:load_id, :report_id, :project, :report, :window_start, :window_end, :periods, :started_at, :requests,
        :rows_in, :rows_ignored, :inserted, :changed, :unchanged, :deleted, :status, :error, :trigger,
        :run_id, :root_run_id, :backfill_id)
