"""What .ci/audit.py makes of what pip-audit says: a finding fails, an advisory service that is away does not."""

import json
import runpy
from typing import Any

import pytest

from gio_pipeline_tests.postgres import ROOT

verdict = runpy.run_path(str(ROOT / ".ci" / "audit.py"))["verdict"]
CLEAN = {"name": "click", "version": "8.2.0", "vulns": []}
UNKNOWN = {"name": "dagster", "skip_reason": "Dependency not found on PyPI and could not be audited"}
BAD = {"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-2014-8", "fix_versions": ["2.7.2"]}]}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([CLEAN], 0, "no known vulnerability in 1 packages."),
        ([CLEAN, UNKNOWN], 0, "no known vulnerability in 1 packages; 1 more are unknown to the advisory service."),
        ([UNKNOWN], 0, "NOT DONE, the advisory service that was asked knows none of the 1 packages."),
        (
            [CLEAN, BAD, UNKNOWN],
            1,
            "known vulnerabilities; raise the versions with make lock.\n  jinja2 2.4.1: PYSEC-2014-8 (fixed in 2.7.2)",
        ),
    ],
)
def test_a_report_is_read_for_what_was_found_and_what_was_not_audited(
    packages: list[dict[str, Any]], code: int, said: str
) -> None:
    assert verdict(json.dumps({"dependencies": packages}), "") == (code, said)


def test_without_a_report_only_a_service_that_is_away_passes() -> None:
    away = "Traceback (most recent call last):\nrequests.exceptions.ConnectionError: Max retries exceeded"
    assert verdict(None, away) == (
        0,
        "NOT DONE, the advisory service cannot be reached (requests.exceptions.ConnectionError: Max retries exceeded).",
    )
    wrong = "ERROR:pip_audit._cli:requirement click is missing a hash"
    assert verdict(None, wrong) == (1, f"pip-audit failed: {wrong}")
