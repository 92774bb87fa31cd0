"""dbt in a virtual environment of its own: it would hold back the versions of the tools that check this code."""

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

LOCK = Path(__file__).parent / "requirements.lock"
ENVIRONMENT = Path(__file__).parents[2] / ".venv-dbt"


@pytest.fixture(scope="session")
def dbt() -> Path:
    """The dbt command, installed once from the lock file; skips where no package index answers."""
    with ENVIRONMENT.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if problem := _install():
            pytest.skip(f"dbt could not be installed into {ENVIRONMENT.name}: {problem}")
    return ENVIRONMENT / "bin" / "dbt"


def _install() -> str | None:
    """What went wrong; None where it is there, or was there already."""
    wanted = f"{sys.version_info[:2]} {hashlib.sha256(LOCK.read_bytes()).hexdigest()}"
    stamp = ENVIRONMENT / ".installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return None
    pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)],
        [*pip, "--retries", "1", "--require-hashes", "-r", str(LOCK)],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
    stamp.write_text(wanted, encoding="utf-8")
    return None
