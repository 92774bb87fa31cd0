insert into gio.reports (project, report, kind, grain, project_uid, source_id, conversion_window, split, statistic,
                         timezone, title, description, owner, dashboard, settle_after_hour, settle_day_at)
values (:project, :report, :kind, :grain, :project_uid, :source_id, :conversion_window, :split, :statistic,
        :timezone, :title, :description, :owner, :dashboard, :settle_after_hour, :settle_day_at)
on conflict (project, report) do update
set kind = excluded.kind, grain = excluded.grain, project_uid = excluded.project_uid, source_id = excluded.source_id,
    conversion_window = excluded.conversion_window, split = excluded.split, statistic = excluded.statistic,
    timezone = excluded.timezone, columns = null, timeless = null,
    time_column = null, time_cell = null, echoed_conversion_window = null, largest_column = 0,
    most_periods = null, most_periods_at = null, v3_reason = null, v3_since = null, v3_checked_at = null
where not exists (select from gio.coverage c where c.report_id = gio.reports.report_id)
  and (gio.reports.kind, gio.reports.grain, gio.reports.project_uid, gio.reports.source_id,
       gio.reports.conversion_window, gio.reports.split, gio.reports.statistic, gio.reports.timezone)
      is distinct from (excluded.kind, excluded.grain, excluded.project_uid, excluded.source_id,
                        excluded.conversion_window, excluded.split, excluded.statistic, excluded.timezone)
