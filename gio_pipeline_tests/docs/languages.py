"""The two languages of the generated pages: English as the code says it, Chinese from `chinese.yaml`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("chinese.yaml")
Say = Callable[[str], str]


def english(words: str) -> str:
    """The words as they are."""
    return words


class Chinese:
    """Says English words in Chinese; those that the file lacks stay English and are told by `faults`."""

    def __init__(self) -> None:
        # By the English words and not by the setting's name: a description that changes asks for its Chinese again.
        self._known: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        self._asked: set[str] = set()

    def __call__(self, words: str) -> str:
        self._asked.add(words)
        return self._known.get(words, words)

    def faults(self) -> Iterator[str]:
        """What the file lacks and what nothing asks for, a sentence each, once every page was written."""
        for words in sorted(self._asked - self._known.keys()):
            yield f"{FILE.name} lacks the Chinese of {words!r}: add it and run make docs."
        for words in sorted(self._known.keys() - self._asked):
            yield f"{FILE.name} has {words!r}, which no generated page says any more: remove it."
