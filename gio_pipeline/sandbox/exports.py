"""What the asynchronous exporter (V3) has been asked for: exports that are under way, and links that expire."""

import secrets
import threading
from dataclasses import dataclass, field


@dataclass
class Export:
    """One export that was started: how many polls are still answered with `doing`, and the links it came to."""

    id: str
    polls_left: int
    links: list[str] = field(default_factory=list)
    expires_at: float = 0.0


@dataclass(frozen=True)
class Link:
    """One file of a segment's or a tag's users: the `part`th of `parts`, until `expires_at` (unix seconds)."""

    project: str
    group: str
    id: str
    part: int
    parts: int
    expires_at: float


class Exports:
    """The exports and signed links of one sandbox."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self._exports: dict[str, Export] = {}
            self._links: dict[str, Link] = {}

    def poll(self, address: str, polls: int) -> tuple[Export, bool]:
        """The export of an address, started where there is none, and whether it is done."""
        with self._lock:
            export = self._exports.setdefault(address, Export(secrets.token_hex(8), polls))
            if export.polls_left <= 0:
                return export, True
            export.polls_left -= 1
            return export, False

    def forget(self, address: str) -> None:
        with self._lock:
            self._exports.pop(address, None)

    def sign(self, link: Link) -> str:
        """The key under which a file can be had without credentials."""
        key = secrets.token_urlsafe(24)
        with self._lock:
            self._links[key] = link
        return key

    def linked(self, key: str, now: float) -> Link | None:
        found = self._links.get(key)
        return found if found and now < found.expires_at else None
