"""One contender's paced run in a process of its own: takes a job as JSON, prints its seconds as JSON.

What it imports and opens, and what the source's shape teaches it (that a table carries no time), is not timed.
"""

import json
import sys
import time
import warnings
from contextlib import closing
from datetime import date, timedelta
from importlib import import_module

from benchmarks.pace import DAYS, OURS, Job


def main() -> None:
    warnings.simplefilter("ignore")
    told = json.loads(sys.argv[1])
    job = Job(**told | {"reports": tuple(told["reports"]), "days": tuple(told["days"])})
    if job.contender == OURS:
        seconds = _days(job) if job.workload == DAYS else _reports()
    else:
        seconds = import_module("benchmarks.pace_rivals").run(job)
    print(json.dumps({"seconds": seconds}))


def _days(job: Job) -> float:
    from gio_pipeline.pipeline.load import LoadOrder, LoadOrigin, load_reports
    from gio_pipeline.pipeline.plans import periods_in, plan_range
    from gio_pipeline.pipeline.runtime import open_runtime, report_state
    from gio_pipeline.settings import load_settings

    with closing(open_runtime(load_settings())) as runtime:
        spec = runtime.settings.find(job.reports[0])

        def load(first: date, last: date) -> None:
            plan = plan_range(report_state(runtime, spec), periods_in(spec, first, last), runtime.clock())
            [result] = load_reports(runtime, [LoadOrder(plan)], LoadOrigin("load"))
            if isinstance(result, Exception):
                raise result
            if not result.ok:
                raise RuntimeError(f"the load failed: {result.failures}")

        first, last = date.fromisoformat(job.days[0]), date.fromisoformat(job.days[-1])
        load(first - timedelta(days=1), first - timedelta(days=1))
        began = time.perf_counter()
        load(first, last)
        return time.perf_counter() - began


def _reports() -> float:
    from benchmarks.dagster_child import carry_out, requested

    definitions, instance, requests = requested()
    import_module("gio_pipeline.defs.assets")
    with instance:
        began = time.perf_counter()
        carry_out(definitions, instance, requests)
        return time.perf_counter() - began


if __name__ == "__main__":
    main()
