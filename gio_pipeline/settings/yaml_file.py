"""`reports.yaml` as YAML: its plain values, and the line each of them stands on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
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


@dataclass(frozen=True)
class Mistake:
    """Something wrong at one line of the file."""

    line: int
    sentence: str


def written(place: Place) -> str:
    """projects[0].reports[2].grain"""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".")


class YamlFile:
    """One document, read without building dates and numbers of YAML's own, so that every scalar keeps its place.

    data: the plain values. mistakes: what YAML allows and this file may not have. broken: places without a value.
    """

    def __init__(self, text: str, label: str) -> None:
        self.label = label
        self.mistakes: list[Mistake] = []
        self.broken: set[Place] = set()
        self._reported: set[tuple[int, str]] = set()
        self._values = count()
        self._indexes: dict[int, dict[str, tuple[Node, Node]]] = {}
        self._root = _compose(text, label)
        self.data: Any = self._plain(self._root, (), ()) if self._root else None

    def line(self, place: Place) -> int:
        """The line of the setting at `place`, or of what should hold it."""
        node, line = self._root, _line(self._root) if self._root else 1
        for part in place:
            key, node = self._step(node, part)
            if key is None:
                break
            line = _line(key)
        return line

    def _step(self, node: Node | None, part: str | int) -> tuple[Node | None, Node | None]:
        """The node to point at and the node to go on from, one step further down; None where there is none."""
        if isinstance(node, SequenceNode):
            found = node.value[part] if isinstance(part, int) and part < len(node.value) else None
            return found, found
        return self._settings(node).get(str(part), (None, None))

    def _settings(self, node: Node | None) -> dict[str, tuple[Node, Node]]:
        if id(node) not in self._indexes:
            self._indexes[id(node)] = {str(key.value): (key, value) for key, value in _pairs(node)}
        return self._indexes[id(node)]

    def _plain(self, node: Node, place: Place, above: tuple[int, ...]) -> Any:
        if next(self._values) > _MOST_VALUES:
            raise ConfigError(f"{self.label} holds more than {_MOST_VALUES:,} values: write less with aliases (*).")
        if len(above) > _DEEPEST:
            raise ConfigError(f"{self.label} is nested too deeply.")
        if id(node) in above:
            return self._refuse(node, place, "holds itself by its anchor (&): write the values out")
        if node.tag not in _KNOWN_TAGS:
            return self._refuse(node, place, "has a tag (!), which means nothing here: put the value in quotes")
        above = (*above, id(node))
        if isinstance(node, MappingNode):
            self._refuse_repeated(node, place)
            pairs = [(str(key.value), value) for key, value in _pairs(node) if self._is_word(key)]
            return {key: self._plain(value, (*place, key), above) for key, value in pairs}
        if isinstance(node, SequenceNode):
            return [self._plain(item, (*place, at), above) for at, item in enumerate(node.value)]
        return _scalar(node)

    def _is_word(self, key: Node) -> bool:
        if not isinstance(key, ScalarNode):
            self._find(key, (), "a setting's name must be one word")
        return isinstance(key, ScalarNode)

    def _refuse_repeated(self, node: MappingNode, place: Place) -> None:
        first: dict[str, Node] = {}
        for key, value in node.value:
            if isinstance(key, ScalarNode) and first.setdefault(key.value, key) is not key:
                at = (*place, str(key.value))
                self._find(key, at, f"is set twice, first in line {_line(first[key.value])}: keep one")
            if key.tag == _MERGE and not all(isinstance(each, MappingNode) for each in _merged(value)):
                self._find(key, place, "<< takes an alias (*) of a group of settings")

    def _refuse(self, node: Node, place: Place, sentence: str) -> None:
        self.broken.add(place)
        self._find(node, place, sentence)

    def _find(self, node: Node, place: Place, sentence: str) -> None:
        # A mistake that an alias repeats is reported once.
        if (id(node), sentence) not in self._reported:
            self._reported.add((id(node), sentence))
            self.mistakes.append(Mistake(_line(node), f"{written(place)}: {sentence}" if place else sentence))


def _compose(text: str, label: str) -> Node | None:
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


def flattened(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text in the values, with its place."""
    parts: Sequence[tuple[str | int, Any]] = ()
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict):
        parts = list(data.items())
    elif isinstance(data, list):
        parts = list(enumerate(data))
    for part, value in parts:
        yield from flattened(value, (*place, part))
