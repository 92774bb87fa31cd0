"""users.csv and rules.csv, tab separated, as streams of bytes."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from gio_pipeline.sandbox import figures
from gio_pipeline.sandbox.content import Rule, Segment, Tag
from gio_pipeline.sandbox.parameters import SEED
from gio_pipeline.sandbox.periods import Integers

_BLOCK = 5_000
_VALUES = {
    "性别": ("女", "男", ""),
    "会员等级": ("普通", "银卡", "金卡", ""),
    "注册渠道": ("微信", "应用商店", "官网, 首页", "地推"),
    "城市": ("上海", "北京", "深圳", "不适用"),
    "设备型号": ("iPhone", "HUAWEI", "Xiaomi", "OPPO"),
    "name": ("GrowingIO", "张伟", "李娜", '王"小"芳', "José, Ltd", "emoji 🛒", ""),
}


def users_csv(group: Segment | Tag, first: int, end: int) -> Iterator[bytes]:
    """The header (`u` is headed 访问用户ID), then one line per user from number `first` up to `end`."""
    yield _lines([("访问用户ID" if group.user_type == "u" else group.user_type, *group.properties)])
    for at in range(first, end, _BLOCK):
        numbers = np.arange(at, min(at + _BLOCK, end))
        columns = [_ids(group, numbers)]
        for name in group.properties:
            values = _VALUES[name]
            drawn = figures.scatter(figures.key(SEED, "segments", group.id, name), numbers)
            columns.append([values[i] for i in (drawn * len(values)).astype(int).tolist()])
        yield _lines(zip(*columns, strict=True))


def _ids(group: Segment | Tag, numbers: Integers) -> list[str]:
    if group.user_type == "u":
        return [f"{n * 2654435761 % 2**32:08x}-{n:07d}" for n in numbers.tolist()]
    return [str(12_249 + n) for n in numbers.tolist()]


def rules_csv(rules: tuple[Rule, ...]) -> Iterator[bytes]:
    """The header, then one line per rule."""
    yield _lines([("ruleId", "eventName", "eventType")])
    yield _lines((rule.id, rule.event_name, rule.event_type) for rule in rules)


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
