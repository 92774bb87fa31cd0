-- What is known of sizes was V2's; with no reason, V2 answers again.
update gio.reports
set v3_reason = cast(:reason as text),
    v3_since = case when cast(:reason as text) is not null then coalesce(v3_since, cast(:now as timestamptz)) end,
    v3_checked_at = case when cast(:reason as text) is not null then cast(:now as timestamptz) end,
    most_periods = null, most_periods_at = null
where report_id = :report_id
