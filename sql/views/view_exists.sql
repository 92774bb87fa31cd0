select to_regclass(format('gio_reports.%I', cast(:view as text))) is not null
