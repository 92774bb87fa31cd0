"""One measurement in a process of its own: `python -m benchmarks.child` takes a job as JSON, prints what it measured.

Its memory is the contender's and nobody else's, and what it imports does not change what the next one costs.
"""

import cProfile
import json
import pstats
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import psutil

from benchmarks.loaders import loader
from benchmarks.loaders.base import Loader, Payload
from benchmarks.server import server_cpu


def main() -> None:
    job = json.loads(sys.argv[1])
    contender = loader(job["loader"])(job["url"], Path(job["home"]))
    answers = payloads(job["answers"])
    try:
        measured = measure(contender, answers, job.get("profile"))
    finally:
        contender.close()
    print(json.dumps(measured))


def payloads(files: Iterable[tuple[str, str, int]]) -> list[Payload]:
    """The answers, read from their files: (path, first day, days)."""
    return [Payload(Path(path).read_bytes(), date.fromisoformat(first), days) for path, first, days in files]


def measure(contender: Loader, answers: list[Payload], profile: str | None = None) -> dict[str, Any]:
    """Loads the answers one after the other; seconds of reading, of loading, of processors.

    Memory in bytes, before the first one and at the peak.
    """
    before = psutil.Process().memory_info().rss
    read = loaded = 0.0
    served, worked = server_cpu(contender.url), time.process_time()
    profiled = _Profiled() if profile else nullcontext()
    for some in [answers] if contender.backfills else [[answer] for answer in answers]:
        began = time.perf_counter()
        prepared = [contender.read(answer) for answer in some]
        between = time.perf_counter()
        with profiled:
            contender.load_all(prepared)
        read += between - began
        loaded += time.perf_counter() - between
    if isinstance(profiled, _Profiled) and profile:
        profiled.stats().dump_stats(profile)
    cpu = time.process_time() - worked + server_cpu(contender.url) - served
    return {"read": read, "load": loaded, "cpu": cpu, "before": before, "peak": peak_memory()}


class _Profiled:
    """Profiles what is done within, by this thread and by those that it starts."""

    def __init__(self) -> None:
        self._profiles = [cProfile.Profile()]

    def __enter__(self) -> None:
        # From Python 3.12 on one profile sees every thread, and no other may begin beside it.
        if sys.version_info < (3, 12):
            threading.setprofile(self._begin)
        self._profiles[0].enable()

    def __exit__(self, *error: object) -> None:
        self._profiles[0].disable()
        threading.setprofile(None)

    def stats(self) -> pstats.Stats:
        """Of all threads together."""
        return pstats.Stats(*self._profiles)

    def _begin(self, *event: object) -> None:
        # The first call in a new thread: from here on its profiler takes this one's place.
        self._profiles.append(cProfile.Profile())
        self._profiles[-1].enable()


def peak_memory() -> int:
    """Bytes this process held at most; getrusage would count what its parent held before the exec."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
