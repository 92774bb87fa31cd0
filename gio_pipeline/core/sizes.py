"""How much a report can be asked for at once, learnt from what the source could not answer."""

from gio_pipeline.core.windows import Window

# A remembered limit is tried again after that: the source may have grown, or was only busy.
LARGER_AFTER_DAYS = 30


class Sizes:
    """What one load finds out about the sizes of its windows.

    That a window was too large says little: one heavy day may be the reason. That both its halves were answered says
    that its size was.
    """

    def __init__(self) -> None:
        self.too_many: int | None = None
        self._refused: int | None = None
        self._answered: list[int] = []

    @property
    def in_question(self) -> bool:
        """Whether it shows with the next answers how much is too much."""
        return self._refused is not None

    def fits(self, window: Window) -> bool:
        """Whether it may be asked for as it is: a window of one wanted period always."""
        return len(window.wanted) < 2 or self.too_many is None or len(window.requested) < self.too_many

    def too_large(self, window: Window) -> None:
        self._refused, self._answered = len(window.requested), []

    def alone(self) -> None:
        """One period could not be answered even alone."""
        self._refused, self._answered = None, []

    def answered(self, window: Window) -> int | None:
        """The most periods at once, where this answer and the one before were the halves of what was too large."""
        if self._refused is not None and len(window.requested) >= self._refused:
            # Sent before it was known: no half of what was too large.
            return None
        self._answered.append(len(window.requested))
        if self._refused is None or len(self._answered) < 2:
            return None
        self.too_many, self._refused = self._refused, None
        return max(self._answered[-2:])
