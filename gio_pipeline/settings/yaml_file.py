"""`reports.yaml` as YAML: its plain values, and the line each of them stands on."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from warnings import catch_warnings, simplefilter

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from gio_pipeline.core.errors import ConfigError

Place = tuple[str | int, ...]
_TAG = "tag:yaml.org,2002:"
_MERGE = _TAG + "merge"
_KNOWN_TAGS = {_TAG + tag for tag in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge")}
# A few aliases can stand for billions of values.
_MOST_VALUES = 200_000
_DEEPEST = 20


class Mistake(NamedTuple):
    """Something wrong with the setting at `place`, or with all; as text projects[0].reports[2].grain: must be …"""

    line: int
    place: Place
    sentence: str

    def __str__(self) -> str:
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.place)
        return f"{''.join(parts).removeprefix('.')}: {self.sentence}" if self.place else self.sentence


@dataclass
class Written:
    """Settings as somebody wrote them.

    data: the plain values. line: on which the setting at a place stands, or what should hold it. mistakes: what YAML
    allows and settings may not have. broken: places without a value.
    """

    label: str
    data: Any
    line: Callable[[Place], int]
    mistakes: list[Mistake] = field(default_factory=list)
    broken: set[Place] = field(default_factory=set)

    def mistake(self, place: Place, sentence: str) -> Mistake:
        return Mistake(self.line(place), place, sentence)


def read_yaml(text: str, label: str) -> Written:
    """One document, read without building dates and numbers of YAML's own, so that every scalar keeps its text."""
    reader = _Reader(label)
    if root := compose(text, label):
        reader.written.data = reader.plain(root, (), root)
    return reader.written


class _Reader:
    """Makes plain values of nodes, and notes where each stands."""

    def __init__(self, label: str) -> None:
        self.written = Written(label, None, self._line)
        self._lines: dict[Place, int] = {(): 1}
        self._reported: set[tuple[int, str]] = set()

    def _line(self, place: Place) -> int:
        while place not in self._lines:
            place = place[:-1]
        return self._lines[place]

    def plain(self, node: Node, place: Place, begin: Node, above: tuple[int, ...] = ()) -> Any:
        """The value of a node; begin: with what the setting begins, its name as a rule."""
        self._lines[place] = _line(begin)
        if len(self._lines) > _MOST_VALUES:
            label = self.written.label
            raise ConfigError(f"{label} holds more than {_MOST_VALUES:,} values: write less with aliases (*).")
        if len(above) > _DEEPEST:
            raise ConfigError(f"{self.written.label} is nested too deeply.")
        if id(node) in above:
            return self._refuse(node, place, "holds itself by its anchor (&): write the values out")
        if node.tag not in _KNOWN_TAGS:
            return self._refuse(node, place, "has a tag (!), which means nothing here: put the value in quotes")
        above = (*above, id(node))
        if isinstance(node, MappingNode):
            self._check_names(node, place)
            named = {str(key.value): (key, value) for key, value in _pairs(node) if isinstance(key, ScalarNode)}
            return {name: self.plain(value, (*place, name), key, above) for name, (key, value) in named.items()}
        if isinstance(node, SequenceNode):
            return [self.plain(item, (*place, at), item, above) for at, item in enumerate(node.value)]
        return _scalar(node)

    def _check_names(self, node: MappingNode, place: Place) -> None:
        first: dict[str, Node] = {}
        for key, value in node.value:
            if isinstance(key, ScalarNode) and first.setdefault(key.value, key) is not key:
                at = (*place, str(key.value))
                self._find(key, at, f"is set twice, first in line {_line(first[key.value])}: keep one")
            if key.tag == _MERGE and not all(isinstance(each, MappingNode) for each in _merged(value)):
                self._find(key, place, "<< takes an alias (*) of a group of settings")
        for key, _ in _pairs(node):
            if not isinstance(key, ScalarNode):
                self._find(key, (), "a setting's name must be one word")

    def _refuse(self, node: Node, place: Place, sentence: str) -> None:
        self.written.broken.add(place)
        self._find(node, place, sentence)

    def _find(self, node: Node, place: Place, sentence: str) -> None:
        # A mistake that an alias repeats is reported once.
        if (id(node), sentence) not in self._reported:
            self._reported.add((id(node), sentence))
            self.written.mistakes.append(Mistake(_line(node), place, sentence))


def compose(text: str, label: str) -> Node | None:
    """The document's nodes, None where it is empty; ConfigError says where it is no YAML."""
    try:
        with catch_warnings():
            simplefilter("ignore")
            node: Node | None = YAML(typ="safe", pure=True).compose(text)
            return node
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line if mark else 0
        sentence = _hint(error, "".join(text.split("\n")[line : line + 1]))
        raise ConfigError(f"{label}:{line + 1}: is no valid YAML: {sentence}") from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigError(f"{label}:{line}: holds a control character: remove it") from None
    except RecursionError:
        raise ConfigError(f"{label} is nested too deeply.") from None
    # The scanner raises other exceptions than its own on some malformed text.
    except Exception:
        raise ConfigError(f"{label} is no valid YAML.") from None


def _hint(error: MarkedYAMLError, line: str) -> str:
    problem = error.problem or "it ends too early"
    if re.search(r"""[{,].*(?<!["'])\$\{""", line):
        return 'inside { } write "${NAME}" in quotes'
    if "\\t" in problem:
        return "a tab stands there, indent with blanks"
    # These name the value's first word, which may be part of a secret.
    if re.search("alias|anchor|tag", problem):
        return "a value that begins with * & or ! must stand in quotes"
    if "another document" in problem:
        return "a second document begins (---), only one is read"
    return problem


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _merged(value: Node) -> list[Node]:
    return list(value.value) if isinstance(value, SequenceNode) else [value]


def _pairs(node: Node | None, seen: set[int] | None = None) -> Iterator[tuple[Node, Node]]:
    """Keys and values, those merged in with << first, so that the mapping's own win."""
    seen = set() if seen is None else seen
    # Each is merged once: a ring of aliases ends, and a pyramid of them stays small.
    if not isinstance(node, MappingNode) or id(node) in seen:
        return
    seen.add(id(node))
    for key, value in node.value:
        if key.tag == _MERGE:
            for merged in reversed(_merged(value)):
                yield from _pairs(merged, seen)
    yield from (pair for pair in node.value if pair[0].tag != _MERGE)


def _scalar(node: Node) -> str | int | float | bool | None:
    """Dates stay text: the setting it is meant for reports, with the line, what is not a date."""
    words, tag = str(node.value), str(node.tag).removeprefix(_TAG)
    if tag == "null":
        return None
    if tag == "bool":
        return words.lower() in ("true", "yes", "on", "y")
    return _number(words) if tag in ("int", "float") else words


def _number(words: str) -> int | float:
    for kind in (int, float):
        try:
            return kind(words)
        except ValueError:
            continue
    # Written as YAML alone writes numbers (0x1f, .inf): no setting means one of these.
    return float("nan")
