"""users.csv and rules.csv as streams of bytes, and what can be wrong with them."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gio_pipeline.sandbox import figures
from gio_pipeline.sandbox.catalog import Rule, Segment, Tag
from gio_pipeline.sandbox.periods import Integers
from gio_pipeline.sandbox.switches import Switchboard

Lines = Iterator[list[str]]  # blocks of lines, fields separated by tabs; the first line is the header

_BLOCK = 5_000
_VALUES = {
    "性别": ("女", "男", ""),
    "会员等级": ("普通", "银卡", "金卡", ""),
    "注册渠道": ("微信", "应用商店", "官网, 首页", "地推"),
    "城市": ("上海", "北京", "深圳", "不适用"),
    "设备型号": ("iPhone", "HUAWEI", "Xiaomi", "OPPO"),
    "name": ("GrowingIO", "张伟", "李娜", '王"小"芳', "José, Ltd", "emoji 🛒", ""),
}


def users_lines(segment: Segment | Tag, count: int, seed: int, first: int = 0) -> Lines:
    """The header (`u` is headed 访问用户ID), then one line per user from number `first` up to `count`."""
    head = "访问用户ID" if segment.user_type == "u" else segment.user_type
    yield ["\t".join([head, *segment.properties])]
    pools = [[_quoted(v, "\t") for v in _VALUES[name]] for name in segment.properties]
    for at in range(first, count, _BLOCK):
        numbers = np.arange(at, min(at + _BLOCK, count))
        columns = [_ids(segment, numbers)]
        for name, pool in zip(segment.properties, pools, strict=True):
            drawn = figures.scatter(figures.key(seed, "segments", segment.id, name), numbers)
            columns.append([pool[i] for i in (drawn * len(pool)).astype(int).tolist()])
        yield ["\t".join(fields) for fields in zip(*columns, strict=True)]


def _ids(segment: Segment | Tag, numbers: Integers) -> list[str]:
    if segment.user_type == "u":
        return [f"{n * 2654435761 % 2**32:08x}-{n:07d}" for n in numbers.tolist()]
    return [str(12_249 + n) for n in numbers.tolist()]


def rules_lines(rules: tuple[Rule, ...]) -> Lines:
    """The header, then one line per rule."""
    yield ["ruleId\teventName\teventType"]
    yield [f"{rule.id}\t{_quoted(rule.event_name, chr(9))}\t{rule.event_type}" for rule in rules]


@dataclass
class CsvFaults:
    """How a file differs from a clean one; lines count from 1, the header included."""

    on: dict[str, Any] = field(default_factory=dict)

    NAMES = ("bom", "comma", "no_header", "wide_row", "repeat_line", "invalid_utf8", "break_after")

    @classmethod
    def claimed(cls, switches: Switchboard, target: str) -> "CsvFaults":
        return cls({fault.name: fault.params for fault in switches.claim(cls.NAMES, target)})

    def written(self, lines: Lines) -> Iterator[bytes]:
        """The file in pieces; with break_after the stream ends in an error after that many bytes."""
        left = self.on["break_after"].get("bytes", 1_000) if "break_after" in self.on else float("inf")
        number = 0
        for block in lines:
            text = self._block(block, number)
            number += len(block)
            if len(text) >= left:
                yield text[: int(left)]
                raise ConnectionAbortedError("a switch breaks the stream here")
            left -= len(text)
            yield text

    def _block(self, block: list[str], before: int) -> bytes:
        changed = bool(self.on.keys() - {"break_after"})
        lines = block if not changed else [x for i, line in enumerate(block, before + 1) for x in self._lines(line, i)]
        head = b"\xef\xbb\xbf" if "bom" in self.on and before == 0 else b""
        return head + "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")

    def _lines(self, line: str, number: int) -> list[str]:
        if number == 1 and "no_header" in self.on:
            return []
        separator = "," if "comma" in self.on else "\t"
        if separator == ",":
            fields = next(csv.reader(io.StringIO(line), delimiter="\t"))
            line = ",".join(_quoted(text, ",") for text in fields)
        if self._is_on("wide_row", number):
            line += f"{separator}surplus"
        if self._is_on("invalid_utf8", number):
            line += "\udcff\udcfe"
        return [line] * (2 if self._is_on("repeat_line", number) else 1)

    def _is_on(self, name: str, number: int) -> bool:
        return name in self.on and self.on[name].get("line", 2) == number


def _quoted(text: str, separator: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in f'"\n{separator}') else text
