"""Adds reports to reports.yaml: lines are put in, and nothing else in the file is touched."""

import codecs
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gio_pipeline.core.errors import ConfigError, UsageError
from gio_pipeline.settings.files import complete_file, read_text
from gio_pipeline.settings.load import config_of
from gio_pipeline.settings.settings import Settings
from gio_pipeline.settings.yaml_file import compose, read_yaml

_PLAIN = re.compile(r"[^\W\d][\w-]*(?: [\w-]+)*")
_OTHER_MEANING = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


@dataclass(frozen=True)
class Addition:
    """A report to add: its settings as texts, in the order they are to be written, and a remark behind them."""

    settings: Mapping[str, str]
    remark: str = ""

    @property
    def flow(self) -> str:
        """{name: page_views, kind: chart, id: YoX28w7R}"""
        return "{" + ", ".join(f"{name}: {_scalar(value)}" for name, value in self.settings.items()) + "}"

    @property
    def line(self) -> str:
        """An item of a list, for a line of its own."""
        return f"- {self.flow}{f'   # {self.remark}' if self.remark else ''}"


class _Edit(NamedTuple):
    """Text that takes the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def add_reports(settings: Settings, additions: Mapping[str, Sequence[Addition]]) -> None:
    """Adds reports to projects of reports.yaml, by project name; comments, order and layout stay as they are.

    The file is replaced at once, after the new text was found valid and to hold what it held, and the additions.
    Raises UsageError where there is no file of one's own, ConfigError where it cannot be done.
    """
    path = settings.config_path.resolve()
    if settings.sample:
        raise UsageError(
            "There is no reports.yaml to add to yet: write one that names your project, as the README shows."
        )
    text = read_text(path, path.name)
    names = [project.name for project in config_of(text, settings.environ, path.name).projects]
    wanted = [additions.get(name, ()) for name in names]
    edited = _edited(text, wanted, path.name)
    if read_yaml(edited, path.name).data != _expected(text, wanted, path.name):
        raise ConfigError(
            f"{path.name}: the reports stand elsewhere, behind an alias (*); "
            "paste what gio-pipeline discover --yaml prints into it instead."
        )
    config_of(edited, settings.environ, path.name)
    try:
        before = path.stat()
        mark = codecs.BOM_UTF8 if path.read_bytes().startswith(codecs.BOM_UTF8) else b""
        with complete_file(path) as unfinished, unfinished.open("wb") as file:
            os.chmod(file.fileno(), before.st_mode & 0o777)
            file.write(mark + edited.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ConfigError(f"{path.name} cannot be written: {error.strerror}.") from None


def _expected(text: str, additions: Sequence[Sequence[Addition]], label: str) -> Any:
    """What the new text has to say."""
    data = read_yaml(text, label).data
    for project, entries in zip(data["projects"], additions, strict=True):
        if entries:
            project["reports"] = [*(project.get("reports") or ()), *(dict(entry.settings) for entry in entries)]
    return data


def _edited(text: str, additions: Sequence[Sequence[Addition]], label: str) -> str:
    _, projects = _pair(compose(text, label), "projects")
    # None where << merges them in: nothing is edited then, which is refused.
    nodes = projects.value if projects else ()
    edits = [_edit(text, node, entries) for node, entries in zip(nodes, additions, strict=False) if entries]
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _edit(text: str, project: MappingNode, entries: Sequence[Addition]) -> _Edit:
    key, reports = _pair(project, "reports")
    if reports is not None and reports.start_mark.index < key.start_mark.index:
        # An alias: another project's list is not added to.
        return _Edit(0, 0, "")
    listed = isinstance(reports, SequenceNode) and bool(reports.value)
    flow = ", ".join(entry.flow for entry in entries)
    if listed and reports.flow_style:
        return _in_brackets(text, reports, flow)
    if project.flow_style and reports is None:
        return _in_brackets(text, project, f"reports: [{flow}]")
    if project.flow_style:
        return _Edit(reports.start_mark.index, reports.end_mark.index, f"[{flow}]")
    if listed:
        return _lines(text, _last(reports), reports.start_mark.column, entries)
    if reports is None:
        column = project.start_mark.column
        return _lines(text, _last(project), column + 2, entries, before=f"{' ' * column}reports:")
    # `reports: []` or nothing: what stands there goes, the lines follow.
    start, end = reports.start_mark.index, reports.end_mark.index
    lines = _lines(text, end, key.start_mark.column + 2, entries)
    return _Edit(start, lines.end, text[end : lines.start] + lines.text)


def _lines(text: str, end: int, column: int, entries: Sequence[Addition], before: str = "") -> _Edit:
    """The entries as lines of a list, after the line in which `end` lies."""
    newline = "\r\n" if "\r\n" in text else "\n"
    at = text.find("\n", end) + 1 or len(text)
    lines = ([before] if before else []) + [f"{' ' * column}{entry.line}" for entry in entries]
    first = "" if text[:at].endswith("\n") else newline
    return _Edit(at, at, first + "".join(f"{line}{newline}" for line in lines))


def _in_brackets(text: str, node: Any, added: str) -> _Edit:
    """Text behind the last thing in a list or project that is written in brackets."""
    last, at = node.value[-1], _inner(node)
    if (last[1] if isinstance(last, tuple) else last).start_mark.index < node.start_mark.index:
        # An alias: where it ends is not known, but it is the last before the bracket.
        at = len(text[: node.end_mark.index - 1].rstrip(", \t\r\n"))
    return _Edit(at, at, f", {added}")


def _last(node: Any) -> int:
    """Where a node ends; a block's own mark lies behind the comments after it."""
    if isinstance(node, ScalarNode):
        # A block of text (|) ends where the next thing begins: the line before is its own.
        return int(node.end_mark.index) - (node.style in ("|", ">"))
    return int(node.end_mark.index) if node.flow_style else _inner(node)


def _inner(node: Node) -> int:
    """Where the last thing in a node ends: what an alias stands for is elsewhere."""
    parts = [part for each in node.value for part in (each if isinstance(each, tuple) else (each,))]
    own = [part for part in parts if part.start_mark.index >= node.start_mark.index]
    return max((_last(part) for part in own), default=int(node.start_mark.index))


def _pair(node: Node | None, name: str) -> tuple[Any, Any]:
    """The nodes of a setting and its value."""
    pairs = node.value if isinstance(node, MappingNode) else []
    return next(((key, value) for key, value in pairs if key.value == name), (None, None))


def _scalar(value: str) -> str:
    """The text as YAML reads it as text: bare where nobody could read anything else, else in quotes."""
    plain = _PLAIN.fullmatch(value) and value.lower() not in _OTHER_MEANING
    return value if plain else json.dumps(value, ensure_ascii=False)
