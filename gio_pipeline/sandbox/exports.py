"""What the asynchronous exporter (V3) has been asked for: exports that are under way, and links that expire."""

import secrets
import threading
from dataclasses import dataclass, field

from gio_pipeline.sandbox.content import Segment, Tag


@dataclass
class Export:
    """One export: how many polls are still answered with `doing`, and the keys of the links it came to."""

    id: str
    polls_left: int
    links: list[str] = field(default_factory=list)
    expires_at: float = 0.0


@dataclass(frozen=True)
class Link:
    """One file of the users of a segment or a tag: the `part`th of `parts`, until `expires_at` (unix seconds)."""

    group: Segment | Tag
    part: int
    parts: int
    expires_at: float


class Exports:
    """The exports and signed links of one sandbox: an export takes `polls`, users are dealt out to `files`."""

    def __init__(self, polls: int = 2, files: int = 2) -> None:
        self.polls, self.files = polls, files
        self._lock = threading.Lock()
        self._exports: dict[str, Export] = {}
        self._links: dict[str, Link] = {}

    def poll(self, address: str) -> tuple[Export, bool]:
        """The export of an address, started where there is none, and whether it is done."""
        with self._lock:
            export = self._exports.setdefault(address, Export(new_id(), self.polls))
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
        self._links[key] = link
        return key

    def linked(self, key: str, now: float) -> Link | None:
        found = self._links.get(key)
        return found if found and now < found.expires_at else None


def new_id() -> str:
    return secrets.token_hex(8)
