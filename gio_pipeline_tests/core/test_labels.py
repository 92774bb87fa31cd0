"""What the labels of funnels and retentions say."""

import pytest

from gio_pipeline.core.kinds import KINDS, Kind
from gio_pipeline.core.labels import cohort_number, funnel_label, main_metric, retention_label


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("当日", (0, False)),
        ("当日留存率", (0, True)),
        ("次日", (1, False)),
        ("次周留存率", (1, True)),
        ("当月", (0, False)),
        ("2日后", (2, False)),
        ("29日后留存率", (29, True)),
        ("7周后", (7, False)),
        ("5月后留存率", (5, True)),
        ("1日后", (1, False)),
        ("留存人数", None),
        ("次日 (2)", None),
        ("日后", None),
        ("２日后", None),
        ("99999日后", None),
        ("当日留存", None),
        ("", None),
    ],
)
def test_a_retention_label_names_its_period(label: str, meaning: tuple[int, bool] | None) -> None:
    assert retention_label(label) == meaning


def test_the_periods_after_which_a_retention_s_columns_come() -> None:
    columns = ("留存人数", "当日", "当日留存率", "次日", "12日后", "3日后留存率")
    assert [cohort_number(column) for column in columns] == [None, 0, 0, 1, 12, 3]


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("总转化率", ("total", True)),
        ("第一步人数", (1, False)),
        ("第一步转化率", (1, True)),
        ("第九步人数", (9, False)),
        ("第十步人数", (10, False)),
        ("第十二步转化率", (12, True)),
        ("第二十步人数", (20, False)),
        ("第九十九步转化率", (99, True)),
        ("第3步人数", (3, False)),
        ("第12步转化率", (12, True)),
        ("最后一步人数", ("last", False)),
        ("最后一步转化率", ("last", True)),
        ("第零步人数", None),
        ("第0步人数", None),
        ("第十十步人数", None),
        ("第一二步人数", None),
        ("第步人数", None),
        ("第一步", None),
        ("浏览量", None),
    ],
)
def test_a_funnel_label_names_its_step(label: str, meaning: tuple[int | str, bool] | None) -> None:
    assert funnel_label(label) == meaning


@pytest.mark.parametrize(
    ("kind", "metrics", "main"),
    [
        ("chart", ["访问量", "第一步人数"], "访问量"),
        ("funnel", ["总转化率", "第一步人数", "第二步人数"], "第一步人数"),
        ("funnel", ["访问", "注册"], "访问"),
        ("retention", ["当日", "留存人数", "次日"], "留存人数"),
        ("retention", [], None),
    ],
)
def test_a_report_is_judged_by_its_main_metric(kind: str, metrics: list[str], main: str | None) -> None:
    assert main_metric(KINDS[Kind(kind)].series, metrics) == main
