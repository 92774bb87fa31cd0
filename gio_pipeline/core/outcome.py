"""What a load came to for one period."""

from dataclasses import dataclass

from gio_pipeline.core.periods import State
from gio_pipeline.core.shrinkage import Suspicion


@dataclass
class Outcome:
    """What became of one period; values counts what it holds now, digest stands for its rows (None: it has none)."""

    state: State
    rows: int = 0
    inserted: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    kept: Suspicion | None = None
    superseded: bool = False
    before: State | None = None
    digest: bytes | None = None

    @property
    def current(self) -> bool:
        """Whether this answer is what the period holds now."""
        return not (self.kept or self.superseded)

    @property
    def touched(self) -> bool:
        return bool(self.inserted or self.changed or self.deleted)

    @property
    def values(self) -> int:
        return self.inserted + self.changed + self.unchanged
