"""A warehouse that is away at any instant of a load: it waits, and nothing is lost, doubled or asked for twice."""

import os
import random
import threading
import time
from pathlib import Path

import pytest

from gio_pipeline.cli import main
from gio_pipeline.sandbox import PROJECTS
from gio_pipeline.warehouse import availability
from gio_pipeline.warehouse.availability import Patience
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.reliability.outages import link_to
from gio_pipeline_tests.reliability.truth import answered_alone, stored
from gio_pipeline_tests.workbench import NOW, Workbench

FIRST, LAST = "2026-06-01", "2026-06-09"
# The project's token is made and renewed in the warehouse too.
SIGNED = """
projects:
  - name: shop
    uid: {shop.uid}
    ai: {shop.ai}
    secret: ${{SECRET}}
    client_id: {shop.client_id}
    base_url: {url}
    start: 2026-01-01
    rate_limit: 20
    reports:
      - {{name: browsers, kind: chart, id: tblBrw01}}
"""
# More are tried by hand: OUTAGES=60.
TRIES = int(os.environ.get("OUTAGES", "8"))
LONGEST = 10.0 if "OUTAGES" in os.environ else 0.7


@pytest.mark.parametrize("seed", range(TRIES))
def test_an_outage_at_any_instant_of_a_load_is_a_pause(
    seed: int, tmp_path: Path, database_url: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(seed)
    begins, lasts = dice.uniform(0.0, 0.8), dice.uniform(0.1, LONGEST)
    (tmp_path / "reports.yaml").write_text(SIGNED.format(shop=PROJECTS[0], url=sandbox.url), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with link_to(database_url) as (link, url):
        named = {"GIO_DATABASE_URL": url, "GIO_HOME": str(tmp_path), "GIO_NOW": NOW, "SECRET": PROJECTS[0].secret}
        for name, value in named.items():
            monkeypatch.setenv(name, value)

        def cut() -> None:
            link.used.wait()
            time.sleep(begins)
            link.cut_for(lasts)

        outage = threading.Thread(target=cut)
        outage.start()
        code = main(["load", "--from", FIRST, "--to", LAST])
        outage.join()
    # One for all days, whose answer has no time, and one for each.
    bench = Workbench(tmp_path, database_url, sandbox)
    days = [day.date() for (day,) in bench.query("select distinct period_local from gio.coverage")]
    assert (code, len(days), bench.downloads()) == (0, 9, 10), f"cut after {begins:.2f} s for {lasts:.2f} s"
    assert stored(bench, "browsers") == answered_alone(bench, "tblBrw01", days)
    assert bench.query("select count(*) from gio.loads where status = 'failed'") == [(0,)]
    bench.close()


def test_a_server_that_resets_the_first_connections_is_waited_for(
    tmp_path: Path, database_url: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    # For longer than where nobody answers.
    monkeypatch.setattr(availability, "CONNECTING", Patience(0.5, logged=False))
    bench = Workbench(tmp_path, database_url, sandbox)
    with link_to(database_url) as (link, url):
        bench.database_url = url
        link.refuse_for(1.0)
        assert bench.load("page_views_by_city", "2026-06-01", "2026-06-02").ok
    bench.close()
