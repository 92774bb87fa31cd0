"""One contender's paced run in a process of its own, timed from outside; takes a job as JSON."""

import json
import sys
import warnings
from importlib import import_module

from benchmarks.pace import DAYS, OURS, Job


def main() -> None:
    warnings.simplefilter("ignore")
    told = json.loads(sys.argv[1])
    job = Job(**told | {"reports": tuple(told["reports"]), "days": tuple(told["days"])})
    if job.contender != OURS:
        import_module("benchmarks.pace_rivals").run(job)
    elif job.workload == DAYS:
        sys.exit(import_module("gio_pipeline.cli.app").run(["load", "--from", job.days[0], "--to", job.days[-1]]))
    else:
        import_module("benchmarks.dagster_child").tick()


if __name__ == "__main__":
    main()
