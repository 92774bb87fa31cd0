"""Everything one running sandbox knows; it lives on the application's state, never in a global."""

import time
from typing import Any

from gio_pipeline.sandbox.auth import Tokens
from gio_pipeline.sandbox.clock import LateNight, Settling, sandbox_now
from gio_pipeline.sandbox.exports import Exports
from gio_pipeline.sandbox.projects import PROJECTS_BY_UID
from gio_pipeline.sandbox.switches import Switchboard
from gio_pipeline.sandbox.traffic import Traffic


class State:
    """Switches, tokens and counters of one sandbox."""

    def __init__(self, *, rate_limit: float = 2.0, seed: int = 7, now: str | None = None) -> None:
        self.seed = seed
        self.switches = Switchboard(rate_limit=rate_limit, now=now)
        self.tokens = Tokens()
        self.traffic = Traffic()
        self.exports = Exports()

    def set(self, switches: dict[str, Any]) -> None:
        """Merges switches; `kill_token` (true, or a project uid) acts at once instead of being kept."""
        kept = dict(switches)
        killed = kept.pop("kill_token", None)
        self.switches.set(kept)
        if killed:
            self.tokens.kill(None if killed is True else killed)

    def reset(self) -> None:
        self.switches.reset()
        self.traffic.reset()
        self.exports.reset()
        self.tokens.kill()

    def now(self) -> int:
        return sandbox_now(self.switches["now"])

    def server_clock(self) -> float:
        """Unix seconds of the server's own clock: the real time, ahead by the switch `clock_skew`."""
        return time.time() + float(self.switches["clock_skew"])

    def settling(self, uid: str, target: str) -> Settling:
        """What has settled by now in a project's zone, as one request sees it."""
        late = self.switches.claim(["night_done_at"], target)
        return Settling(self.now(), PROJECTS_BY_UID[uid].zone, tuple(LateNight.from_switch(f.params) for f in late))
