"""A headless Chromium, and the UI of `gio-pipeline up` on the sample reports."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gio_pipeline_tests.browser.dagster_ui import Browser, open_browser

BINARIES = ("chromium", "chromium-browser", "google-chrome")
DRIVERS = ("chromedriver", "chromium.chromedriver")


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """Skips where no Chromium is installed."""
    binary, driver = _found(BINARIES), _found(DRIVERS)
    if binary is None or driver is None:
        pytest.skip("no Chromium here: apt-get install chromium chromium-driver")
    with open_browser(binary, driver, tmp_path / "profile") as opened:
        yield opened


def _found(names: tuple[str, ...]) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)
