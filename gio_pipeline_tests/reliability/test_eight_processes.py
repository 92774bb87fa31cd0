"""Eight processes load one project while their token is killed again and again."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from gio_pipeline.sandbox import PROJECTS
from gio_pipeline_tests.faults import Sandbox, serve_in_thread
from gio_pipeline_tests.postgres import ROOT
from gio_pipeline_tests.reliability.holding import eventually
from gio_pipeline_tests.reliability.truth import answered_alone, stored
from gio_pipeline_tests.workbench import NOW, Workbench

SHOP = PROJECTS[0]
SIGNED = {"AI": SHOP.ai, "SECRET": SHOP.secret}
RATE = 6
PROCESSES, DAYS_EACH = 8, 16
FIRST = date(2026, 1, 1)
REPORTS = f"""
projects:
  - name: shop
    uid: {SHOP.uid}
    ai: ${{AI}}
    secret: ${{SECRET}}
    client_id: ${{CLIENT_ID}}
    base_url: ${{URL}}
    start: {FIRST}
    rate_limit: {RATE}
    reports: [{{name: browsers, kind: chart, id: tblBrw01}}]
"""


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with serve_in_thread(now=NOW, rate_limit=RATE) as served:
        yield served


@pytest.mark.slow
def test_eight_processes_load_while_their_token_is_killed_again_and_again(
    workbench: Workbench, sandbox: Sandbox
) -> None:
    (workbench.directory / "reports.yaml").write_text(REPORTS, encoding="utf-8")
    days = [FIRST + timedelta(days=number) for number in range(PROCESSES * DAYS_EACH)]
    with ExitStack() as stack:
        parts = [days[at : at + DAYS_EACH] for at in range(0, len(days), DAYS_EACH)]
        loads = [stack.enter_context(Load(workbench, part)) for part in parts]
        kills = kill_tokens(sandbox, loads)
        said = [load.end() for load in loads]
    stats = sandbox.stats()
    assert said == [(0, "")] * PROCESSES
    # The first of them, and one after each kill; nobody may have needed the last.
    assert kills >= 8 and stats["tokens_issued"] - 1 in (kills - 1, kills)
    # A dead token is met once by each at the most, not again and again.
    assert stats["unauthorized"] <= kills * PROCESSES
    assert stats["rate_violations"] == 0
    assert workbench.query("select distinct status, count(*) from gio.loads group by 1") == [("done", len(days))]
    sandbox.set(rate_limit=0)
    assert stored(workbench, "browsers") == answered_alone(workbench, "tblBrw01", days)


class Load:
    """`gio-pipeline load` of some days."""

    def __init__(self, bench: Workbench, days: Sequence[date]) -> None:
        self._errors = bench.directory / f"errors of {days[0]}"
        environ = {**os.environ, **bench.environ, **SIGNED, "URL": bench.sandbox.url, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "gio_pipeline", "load", "--from", str(days[0]), "--to", str(days[-1])]
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                command, cwd=bench.directory, env=environ, stdout=subprocess.DEVNULL, stderr=errors
            )

    def __enter__(self) -> "Load":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> tuple[int, str]:
        """Its exit code and what it complained of."""
        return self.process.wait(200), Path(self._errors).read_text(encoding="utf-8")


def kill_tokens(sandbox: Sandbox, loads: Sequence[Load]) -> int:
    """Kills each token when a few requests were answered with it, until a load has ended; returns how often."""
    numbers, kills = random.Random(6), 0
    while True:
        eventually(partial(used, sandbox, kills, answered(sandbox) + numbers.randint(6, 10), loads), 60, every=0.05)
        if ended(loads):
            return kills
        sandbox.set(kill_token=True)
        kills += 1


def used(sandbox: Sandbox, kills: int, until: int, loads: Sequence[Load]) -> bool:
    return ended(loads) or (sandbox.stats(log=False)["tokens_issued"] > kills and answered(sandbox) >= until)


def answered(sandbox: Sandbox) -> int:
    stats = sandbox.stats(log=False)
    return int(stats["requests"] - stats["unauthorized"] - stats["tokens_issued"])


def ended(loads: Sequence[Load]) -> bool:
    return any(load.process.poll() is not None for load in loads)
