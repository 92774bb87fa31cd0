comment on column gio.report_values.period_date is 'The day in the project''s time zone (a week''s Monday, a month''s 1st): what to plot and to group by';
comment on column gio.report_values.period_start is 'First instant of the period; cut to days in UTC it shows Shanghai''s day one too early: take period_date';
comment on column gio.report_values.period_local is 'Its first instant as local time in the project''s time zone: what to plot hours by';
comment on column gio.funnel_steps.period_date is 'The day in the project''s time zone: what to plot and to group by';
comment on column gio.funnel_steps.period_start is 'First instant of the period; cut to days in UTC it shows Shanghai''s day one too early: take period_date';
comment on column gio.retention_cohorts.cohort_date is 'First day of the cohort''s own period in the project''s time zone: what to plot and to group by';
comment on column gio.retention_cohorts.cohort_start is 'First instant of the cohort''s own period; cut to days in UTC it shows Shanghai''s day one too early: take cohort_date';
