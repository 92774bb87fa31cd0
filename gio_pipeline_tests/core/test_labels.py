"""What the labels of funnels and retentions say."""

import pytest

from gio_pipeline.core.kinds import KINDS, Kind
from gio_pipeline.core.labels import cohort_number, funnel_series, main_metric, retention_series


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("当日", ("cohort_users", 0)),
        ("当日留存率", ("cohort_rate", 0)),
        ("次日", ("cohort_users", 1)),
        ("次周留存率", ("cohort_rate", 1)),
        ("当月", ("cohort_users", 0)),
        ("2日后", ("cohort_users", 2)),
        ("29日后留存率", ("cohort_rate", 29)),
        ("7周后", ("cohort_users", 7)),
        ("5月后留存率", ("cohort_rate", 5)),
        ("1日后", ("cohort_users", 1)),
        ("留存人数", ("cohort_size", None)),
        ("次日 (2)", (None, None)),
        ("日后", (None, None)),
        ("２日后", (None, None)),
        ("99999日后", (None, None)),
        ("当日留存", (None, None)),
        ("", (None, None)),
    ],
)
def test_a_retention_label_names_its_period(label: str, meaning: tuple[str | None, int | None]) -> None:
    assert retention_series(label) == meaning


def test_the_periods_after_which_a_retention_s_columns_come() -> None:
    columns = ("留存人数", "当日", "当日留存率", "次日", "12日后", "3日后留存率")
    assert [cohort_number(column) for column in columns] == [None, 0, 0, 1, 12, 3]


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("总转化率", ("overall_rate", None)),
        ("第一步人数", ("step_users", 1)),
        ("第一步转化率", ("step_rate", 1)),
        ("第九步人数", ("step_users", 9)),
        ("第十步人数", ("step_users", 10)),
        ("第十二步转化率", ("step_rate", 12)),
        ("第二十步人数", ("step_users", 20)),
        ("第九十九步转化率", ("step_rate", 99)),
        ("第3步人数", ("step_users", 3)),
        ("第12步转化率", ("step_rate", 12)),
        ("最后一步人数", ("step_users", None)),
        ("最后一步转化率", ("step_rate", None)),
        ("第零步人数", (None, None)),
        ("第0步人数", (None, None)),
        ("第十十步人数", (None, None)),
        ("第一二步人数", (None, None)),
        ("第步人数", (None, None)),
        ("第一步", (None, None)),
        ("浏览量", (None, None)),
    ],
)
def test_a_funnel_label_names_its_step(label: str, meaning: tuple[str | None, int | None]) -> None:
    assert funnel_series(label) == meaning


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
