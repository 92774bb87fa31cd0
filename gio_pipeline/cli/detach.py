"""`gio-pipeline up --detach`: an `up` that outlives its terminal."""

import subprocess
import sys
import time
from collections.abc import Sequence

from gio_pipeline.cli.screen import complain, say
from gio_pipeline.cli.up_home import UpHome
from gio_pipeline.core.errors import UsageError

START_SECONDS = 180
_SHOWN_LINES = 20


def detach(home: UpHome, options: Sequence[str]) -> int:
    """Starts it in the background and returns once the UI answers; raises UsageError where one runs already."""
    if home.running():
        with home.only_one():
            raise UsageError("An up has just ended: start it again.")
    home.directory.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "gio_pipeline", "up", *options]
    with home.log.open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        found = home.running()
        if found and found.pid == process.pid and found.address:
            say(f"Open {found.address} (gio-pipeline down ends it; its log is {home.log})")
            return 0
        time.sleep(0.2)
    lines = home.log.read_text(encoding="utf-8", errors="replace").splitlines()
    complain("\n".join(["It did not start; the end of its log:", *lines[-_SHOWN_LINES:]]))
    return process.poll() or 1
