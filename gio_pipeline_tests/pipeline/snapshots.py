"""Taking snapshots in tests: a project with what it names, bodies put into the source's mouth, tables as they are."""

import json
from collections.abc import Sequence
from typing import Any

from gio_pipeline.core.catalog import CATALOG, PARTS
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.snapshot import Snapshot, take_snapshots
from gio_pipeline.warehouse.rate_limits import PostgresRateGate
from gio_pipeline.warehouse.tokens import PostgresTokenStore
from gio_pipeline_tests.workbench import Workbench

SHOP = """
projects:
  - name: shop
    uid: nxog09md
    token: ${{TOKEN}}
    base_url: {url}
    start: 2026-01-01
    rate_limit: 100
    {settings}
    reports:
      - {{name: views, kind: chart, id: YoX28w7R}}
      - {{name: by_city, kind: chart, id: cityPv01}}
"""
LISTED = tuple(each.table for each in CATALOG)
TABLES = (*LISTED, "segment_users")
USERS = "select user_id, occurrence, user_type, properties from gio.segment_users order by user_id, occurrence"


def configure(workbench: Workbench, settings: str = "segment_users: [sgLogin1]") -> None:
    text = SHOP.format(url=workbench.sandbox.url, settings=settings)
    (workbench.directory / "reports.yaml").write_text(text, encoding="utf-8")


def take(workbench: Workbench, *parts: str, retry_seconds: float | None = None) -> dict[str, Snapshot]:
    """The snapshots by table; no parts: all."""
    runtime = workbench.runtime()
    if retry_seconds is not None:
        runtime = hurried(runtime, retry_seconds)
    return {each.table: each for each in take_snapshots(runtime, parts or PARTS)}


def hurried(runtime: Runtime, seconds: float) -> Runtime:
    """The runtime with a client that gives up soon."""
    credentials = runtime.settings.credentials("shop")
    client = GrowingIOClient(
        credentials,
        project="shop",
        tokens=PostgresTokenStore(runtime.engine, credentials),
        gate=PostgresRateGate(runtime.engine, credentials, 100),
        retry=RetryPolicy(seconds=seconds, first=0.05, longest=0.2),
    )
    return Runtime(runtime.settings, runtime.engine, {("shop", "backfill"): client})


def counts(snapshot: Snapshot) -> tuple[int, int, int]:
    assert snapshot.error is None, snapshot.error
    return snapshot.rows, snapshot.new, snapshot.gone


def answer(path: str, body: Any) -> dict[str, Any]:
    """The sandbox answers requests for `path` with this."""
    return {"fault": "bad_json", "match": path, "text": body if isinstance(body, str) else json.dumps(body)}


def everything(workbench: Workbench) -> list[Sequence[tuple[Any, ...]]]:
    return [workbench.query(f"select * from gio.{table} t order by t") for table in TABLES]


def paths(workbench: Workbench) -> list[str]:
    return [each["path"] for each in workbench.sandbox.stats()["log"]]
