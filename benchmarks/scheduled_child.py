"""Loads a week of one report, then what is due a day later, and counts for that day; prints JSON."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg2.extensions
from sqlalchemy import event

from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import periods_in, plan_due, plan_range
from gio_pipeline.pipeline.runtime import Runtime, open_runtime, report_state
from gio_pipeline.settings import load_settings

counted = {"statements": 0, "checkouts": 0}


class Counting(psycopg2.extensions.cursor):
    """A cursor that counts what it sends; what the driver sends by itself, BEGIN and COMMIT, is left out."""

    def execute(self, *arguments: Any, **options: Any) -> Any:
        counted["statements"] += 1
        return super().execute(*arguments, **options)

    def copy_expert(self, *arguments: Any, **options: Any) -> Any:
        counted["statements"] += 1
        return super().copy_expert(*arguments, **options)


def main() -> None:
    settings = load_settings()
    with closing(open_runtime(settings)) as runtime:
        spec = settings.reports()[0]
        last = date(2026, 6, 9)
        load_report(
            runtime,
            plan_range(report_state(runtime, spec), periods_in(spec, last - timedelta(7), last), runtime.clock()),
            LoadOrigin(),
        )
        assert settings.now is not None
        later = replace(settings, now=settings.now + timedelta(days=1))
        tomorrow = Runtime(later, runtime.engine)
        with runtime.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.cursor_factory = Counting
        event.listen(runtime.engine, "connect", _count)
        event.listen(runtime.engine, "checkout", _checked_out)
        plan = plan_due(report_state(tomorrow, spec), tomorrow.clock(), most=later.config.max_periods_per_run)
        result = load_report(tomorrow, plan, LoadOrigin("schedule"))
        if not result.ok or not result.committed:
            raise RuntimeError(f"the load failed: {result.failures}")
        print(json.dumps(counted))


def _count(connection: Any, _: object) -> None:
    connection.cursor_factory = Counting


def _checked_out(*_: object) -> None:
    counted["checkouts"] += 1


if __name__ == "__main__":
    main()
