"""`gio-pipeline up --detach`: an `up` that outlives its terminal."""

import subprocess
import sys
from collections.abc import Sequence

from gio_pipeline.cli.children import wait_until
from gio_pipeline.cli.screen import complain, say
from gio_pipeline.cli.up_home import UpHome

START_SECONDS = 180
_SHOWN_LINES = 20


def start_detached(home: UpHome, options: Sequence[str]) -> int:
    """Starts it in the background and returns once the UI answers; raises UsageError where one runs already."""
    with home.only_one():
        log = home.log.open("wb")
    command = [sys.executable, "-m", "gio_pipeline", "up", *options]
    with log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )

    def address() -> str | None:
        found = home.running()
        return found.address if found and found.pid == process.pid else None

    if opened := wait_until(process, address, START_SECONDS):
        say(f"Open {opened} (gio-pipeline down ends it; its log is {home.log})")
        return 0
    lines = home.log.read_text(encoding="utf-8", errors="replace").splitlines()
    complain("\n".join(["It did not start; the end of its log:", *lines[-_SHOWN_LINES:]]))
    return process.poll() or 1
