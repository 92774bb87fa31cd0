"""The same answers fetched by dlt's REST source, and by a script of requests and pandas, within the same limit."""

import os
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from benchmarks.answers import ZONE
from benchmarks.pace import DLT, LOOP, Job

# As many as are on their way at two a second and five seconds each.
IN_FLIGHT = 12
# The source counts by the instant a request arrives: exactly at the limit, every other one would be refused.
MARGIN = 1.02


class Limit:
    """Lets requests leave in the limit's rhythm, whichever thread sends them."""

    def __init__(self, rate: float) -> None:
        self._lock, self._every, self._next = threading.Lock(), MARGIN / rate, 0.0

    def wait(self) -> None:
        with self._lock:
            leaves = max(time.monotonic(), self._next)
            self._next = leaves + self._every
        time.sleep(max(0.0, leaves - time.monotonic()))


def run(job: Job) -> None:
    """Returns when everything is committed."""
    if job.contender == DLT:
        _dlt(job)
    else:
        _script(job)


def _window(day: str) -> dict[str, int]:
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), ZONE)
    ends = (start, start + timedelta(days=1))
    return {"startTime": int(ends[0].timestamp() * 1000), "endTime": int(ends[1].timestamp() * 1000) - 1}


def _path(job: Job) -> str:
    return f"v2/projects/{job.uid}/charts/{job.chart}.json"


def _headers(job: Job) -> dict[str, str]:
    return {"Authorization": job.token, "X-Client-Id": job.client_id}


def _rows(answer: Mapping[str, Any], report: str, day: str) -> Iterator[dict[str, Any]]:
    names = [column["name"] for column in answer["meta"]]
    for row in answer["data"]:
        # Where the time is not listed in meta it stands in front of the row.
        yield {"report": report, "day": day, **dict(zip(names, row[len(row) - len(names) :], strict=True))}


def _dlt(job: Job) -> None:
    os.environ.update(
        {
            "RUNTIME__DLTHUB_TELEMETRY": "false",
            "RUNTIME__LOG_LEVEL": "CRITICAL",
            "EXTRACT__WORKERS": str(IN_FLIGHT),
            "EXTRACT__MAX_PARALLEL_ITEMS": str(IN_FLIGHT),
        }
    )
    import dlt
    from dlt.sources.helpers.requests import Client
    from dlt.sources.rest_api import rest_api_source
    from sqlalchemy import make_url

    limit, session = Limit(job.rate), Client().session
    send = session.send

    def paced(*arguments: Any, **options: Any) -> Any:
        limit.wait()
        return send(*arguments, **options)

    session.send = paced

    def resource(report: str, day: str) -> dict[str, Any]:
        return {
            "name": f"{report}_{day.replace('-', '')}",
            "table_name": "pace",
            "parallelized": True,
            "write_disposition": {"disposition": "merge", "strategy": "delete-insert"},
            "merge_key": ["report", "day"],
            "endpoint": {
                "path": _path(job),
                "params": _window(day),
                "data_selector": "$",
                "paginator": "single_page",
            },
            "processing_steps": [{"yield_map": lambda answer: _rows(answer, report, day)}],
        }

    source = rest_api_source(
        {
            "client": {"base_url": f"{job.source}/", "headers": _headers(job), "session": session},
            "resources": [resource(report, day) for report in job.reports for day in job.days],
        },
        parallelized=True,
    )
    address = make_url(job.url).set(drivername="postgresql").render_as_string(hide_password=False)
    pipeline = dlt.pipeline(
        "pace",
        pipelines_dir=os.environ["GIO_HOME"],
        destination=dlt.destinations.postgres(credentials=address),
        dataset_name="gio_bench",
    )
    pipeline.run(source).raise_on_failed_jobs()


def _script(job: Job) -> None:
    import pandas as pd
    from sqlalchemy import create_engine, text

    limit, session, engine = Limit(job.rate), requests.Session(), create_engine(job.url)
    retry = Retry(total=5, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504))
    session.mount("http://", HTTPAdapter(pool_maxsize=IN_FLIGHT, max_retries=retry))

    def fetch(order: tuple[str, str]) -> pd.DataFrame:
        report, day = order
        limit.wait()
        answer = session.get(f"{job.source}/{_path(job)}", params=_window(day), headers=_headers(job), timeout=60)
        answer.raise_for_status()
        return pd.DataFrame(_rows(answer.json(), report, day))

    def store(frame: pd.DataFrame) -> None:
        with engine.begin() as connection:
            if made:
                key = {"report": frame["report"].iloc[0], "day": frame["day"].iloc[0]}
                connection.execute(text("delete from pace where report = :report and day = :day"), key)
            frame.to_sql("pace", connection, if_exists="append", index=False, method="multi")
        made.append(True)

    made: list[bool] = []
    orders = [(report, day) for report in job.reports for day in job.days]
    if job.contender == LOOP:
        for order in orders:
            store(fetch(order))
    else:
        with ThreadPoolExecutor(IN_FLIGHT) as pool:
            for frame in pool.map(fetch, orders):
                store(frame)
    engine.dispose()
