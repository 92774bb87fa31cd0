"""Adds reports to reports.yaml: lines are put in, and nothing else in the file is touched."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gio_pipeline.core.config import Config
from gio_pipeline.core.errors import ConfigError, UsageError
from gio_pipeline.settings.environment import read_text
from gio_pipeline.settings.load import read_config
from gio_pipeline.settings.settings import Settings

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


@dataclass(frozen=True)
class _Edit:
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
    edited = _edited(text, settings.config, additions, path.name)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _write_like(path, unfinished, edited)
        _check(unfinished, settings, additions, path.name)
        os.replace(unfinished, path)
    except OSError as error:
        raise ConfigError(f"{path.name} cannot be written: {error.strerror}.") from None
    finally:
        unfinished.unlink(missing_ok=True)


def _write_like(path: Path, unfinished: Path, text: str) -> None:
    before = path.stat()
    mark = "\ufeff" if path.read_bytes().startswith(b"\xef\xbb\xbf") else ""
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        os.chmod(file.fileno(), before.st_mode & 0o777)
        file.write(mark + text)
        file.flush()
        os.fsync(file.fileno())


def _check(unfinished: Path, settings: Settings, additions: Mapping[str, Sequence[Addition]], label: str) -> None:
    """Raises ConfigError unless the new text means the old one and the additions."""
    now, before = read_config(unfinished, settings.environ, label), settings.config
    if now.model_copy(update={"projects": before.projects}) != before:
        raise _by_hand(label, "settings beside the projects would not be what they were")
    added = {name: [dict(entry.settings) for entry in entries] for name, entries in additions.items()}
    for project, old in zip(now.projects, before.projects, strict=True):
        count = len(old.reports)
        news = [report.model_dump(mode="json", exclude_unset=True) for report in project.reports[count:]]
        if project.model_copy(update={"reports": project.reports[:count]}) != old or news != added.get(old.name, []):
            raise _by_hand(label, f"project {old.name} would not be what it was")


def _by_hand(label: str, reason: str) -> ConfigError:
    return ConfigError(f"{label}: {reason}; paste what gio-pipeline discover --yaml prints into it instead.")


def _edited(text: str, config: Config, additions: Mapping[str, Sequence[Addition]], label: str) -> str:
    root = YAML(typ="safe", pure=True).compose(text)
    projects = _value(root, "projects")
    if not isinstance(projects, SequenceNode) or len(projects.value) != len(config.projects):
        raise _by_hand(label, "its projects cannot be found again")
    edits = []
    for node, project in zip(projects.value, config.projects, strict=True):
        if entries := additions.get(project.name):
            edits.append(_edit(text, node, entries, has_reports=bool(project.reports), label=label))
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _edit(text: str, project: MappingNode, entries: Sequence[Addition], *, has_reports: bool, label: str) -> _Edit:
    key, reports = _pair(project, "reports")
    if has_reports and (key is None or reports is None or reports.start_mark.index < key.start_mark.index):
        raise _by_hand(label, "the reports stand elsewhere, behind an alias (*)")
    if project.flow_style or (isinstance(reports, SequenceNode) and reports.flow_style and reports.value):
        return _in_braces(text, project, reports, entries)
    if isinstance(reports, SequenceNode) and not reports.flow_style:
        return _lines(text, _last(reports), reports.start_mark.column, entries)
    if key is None or reports is None:
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


def _in_braces(text: str, project: MappingNode, reports: Node | None, entries: Sequence[Addition]) -> _Edit:
    """The entries before the bracket that ends the list, or in a list before the brace that ends the project."""
    listed = ", ".join(entry.flow for entry in entries)
    if isinstance(reports, SequenceNode) and reports.value:
        return _before_end(text, reports, _last(reports.value[-1]), listed)
    if reports is not None:
        return _Edit(reports.start_mark.index, reports.end_mark.index, f"[{listed}]")
    return _before_end(text, project, _last(project.value[-1][1]), f"reports: [{listed}]")


def _before_end(text: str, node: Node, last: int, written: str) -> _Edit:
    end = node.end_mark.index - 1
    between = re.sub(r"#[^\n]*", "", text[last:end])
    return _Edit(end, end, f"{'' if ',' in between else ', '}{written}")


def _last(node: Any) -> int:
    """Where the last thing that belongs to a node ends; a block's own mark lies behind the comments after it."""
    if isinstance(node, ScalarNode):
        # A block of text (|) ends where the next thing begins: the line before is its own.
        return int(node.end_mark.index) - (node.style in ("|", ">"))
    if node.flow_style:
        return int(node.end_mark.index)
    parts = [part for each in node.value for part in (each if isinstance(each, tuple) else (each,))]
    own = [part for part in parts if part.start_mark.index >= node.start_mark.index]
    return max((_last(part) for part in own), default=int(node.start_mark.index))


def _pair(node: Node | None, name: str) -> tuple[Node | None, Node | None]:
    pairs = node.value if isinstance(node, MappingNode) else []
    return next(((key, value) for key, value in pairs if key.value == name), (None, None))


def _value(node: Node | None, name: str) -> Node | None:
    return _pair(node, name)[1]


def _scalar(value: str) -> str:
    """The text as YAML reads it as text: bare where nobody could read anything else, else in quotes."""
    plain = _PLAIN.fullmatch(value) and value.lower() not in _OTHER_MEANING
    return value if plain else json.dumps(value, ensure_ascii=False)
