"""Every shape of the vendor's page as long rows, how time is found, and rows sent twice."""

import random
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from gio_pipeline.core.errors import ContractError
from gio_pipeline_tests.core.answers import WHAT, answer, asked, dim, instant, long_rows, met, ms, unpivoted

NEW_YORK = ZoneInfo("America/New_York")
OCT_1, OCT_2, OCT_3 = ms("2019-10-01"), ms("2019-10-02"), ms("2019-10-03")
THREE_DAYS = asked("2019-10-01", "2019-10-02", "2019-10-03")
ALL = '{"目标用户":"全部"}'
USER, CITY, BROWSER, TIME = dim("目标用户"), dim("城市"), dim("浏览器"), dim("时间")


def test_a_line_chart_without_time_in_meta() -> None:
    body = answer([USER, met("浏览量"), met("访问量")], [["全部", OCT_1, 7, 3], ["全部", OCT_2, 8.5, None]])
    assert long_rows(unpivoted(body, THREE_DAYS)) == [
        ("2019-10-01", ALL, 1, "浏览量", 7.0, None),
        ("2019-10-01", ALL, 1, "访问量", 3.0, None),
        ("2019-10-02", ALL, 1, "浏览量", 8.5, None),
        ("2019-10-02", ALL, 1, "访问量", None, None),
    ]


def test_a_split_line_has_its_time_before_the_dimensions_that_meta_lists() -> None:
    body = answer([USER, dim("访问来源"), met("m")], [["全部", OCT_1, "直接访问", 7], ["全部", OCT_1, "不适用", 3]])
    assert long_rows(unpivoted(body, THREE_DAYS)) == [
        ("2019-10-01", '{"目标用户":"全部","访问来源":"直接访问"}', 1, "m", 7.0, None),
        ("2019-10-01", '{"目标用户":"全部","访问来源":"不适用"}', 1, "m", 3.0, None),
    ]


def test_a_column_chart_with_time_in_meta() -> None:
    body = answer([USER, TIME, met("页面浏览量")], [["全部访问用户", OCT_1, 55186.0], ["全部访问用户", OCT_3, 4.0]])
    assert long_rows(unpivoted(body, THREE_DAYS)) == [
        ("2019-10-01", '{"目标用户":"全部访问用户"}', 1, "页面浏览量", 55186.0, None),
        ("2019-10-03", '{"目标用户":"全部访问用户"}', 1, "页面浏览量", 4.0, None),
    ]


def test_a_bar_chart_speaks_for_the_one_period_asked_for() -> None:
    result = unpivoted(answer([USER, CITY, met("m")], [["全部", "北京", 7], ["全部", "上海", 3]]), asked("2019-10-02"))
    assert long_rows(result) == [
        ("2019-10-02", '{"城市":"北京","目标用户":"全部"}', 1, "m", 7.0, None),
        ("2019-10-02", '{"城市":"上海","目标用户":"全部"}', 1, "m", 3.0, None),
    ]
    assert result.rows_by_period == {instant("2019-10-02"): 2}


@pytest.mark.parametrize("kind_of_chart", ["table", "bubble"])
def test_a_table_and_a_bubble_chart_have_several_dimensions_and_metrics(kind_of_chart: str) -> None:
    body = answer([USER, CITY, BROWSER, met("a"), met("b")], [["全部", "北京", "Chrome", 1, "50%"]], name=kind_of_chart)
    dimensions = '{"城市":"北京","浏览器":"Chrome","目标用户":"全部"}'
    assert long_rows(unpivoted(body)) == [
        ("2019-10-01", dimensions, 1, "a", 1.0, None),
        ("2019-10-01", dimensions, 1, "b", 0.5, "50%"),
    ]


def test_a_big_number_is_the_total_of_the_one_period_asked_for() -> None:
    body = answer([USER, met("m")], [["全部", OCT_2, 27557]], aggregator={"values": [27557, 25409]})
    assert long_rows(unpivoted(body, asked("2019-10-02"))) == [("2019-10-02", ALL, 1, "m", 27557.0, None)]


def test_a_funnel() -> None:
    meta = [USER, TIME, met("总转化率"), met("第一步人数"), met("第一步转化率"), met("最后一步人数")]
    body = answer(meta, [["全部", OCT_1, "12.3%", 1000, 1, "1,234"]], conversionWindow=1)
    assert long_rows(unpivoted(body, asked(kind="funnel"))) == [
        ("2019-10-01", ALL, 1, "总转化率", 0.123, "12.3%"),
        ("2019-10-01", ALL, 1, "第一步人数", 1000.0, None),
        ("2019-10-01", ALL, 1, "第一步转化率", 1.0, None),
        ("2019-10-01", ALL, 1, "最后一步人数", 1234.0, "1,234"),
    ]


def test_a_retention_whose_newest_cells_are_not_there_yet() -> None:
    meta = [USER, dim("对比值"), dim("用户行为"), TIME, met("留存人数"), met("当日"), met("次日"), met("次日留存率")]
    rows = [["新用户", "总体", "任意", OCT_1, 100, 100, 40, 0.4], ["新用户", "总体", "任意", OCT_2, 90, 90, None, "-"]]
    dimensions = '{"对比值":"总体","用户行为":"任意","目标用户":"新用户"}'
    assert long_rows(unpivoted(answer(meta, rows, range="day"), THREE_DAYS)) == [
        ("2019-10-01", dimensions, 1, "留存人数", 100.0, None),
        ("2019-10-01", dimensions, 1, "当日", 100.0, None),
        ("2019-10-01", dimensions, 1, "次日", 40.0, None),
        ("2019-10-01", dimensions, 1, "次日留存率", 0.4, None),
        ("2019-10-02", dimensions, 1, "留存人数", 90.0, None),
        ("2019-10-02", dimensions, 1, "当日", 90.0, None),
        ("2019-10-02", dimensions, 1, "次日", None, None),
        ("2019-10-02", dimensions, 1, "次日留存率", None, "-"),
    ]


def test_a_report_without_dimensions_has_an_empty_object() -> None:
    body = answer([TIME, met("m")], [[OCT_1, 7]])
    assert long_rows(unpivoted(body, THREE_DAYS)) == [("2019-10-01", "{}", 1, "m", 7.0, None)]


def test_columns_of_one_name_are_kept_apart() -> None:
    body = answer([dim("城市"), dim("城市"), met("m"), met("m")], [["北京", "上海", 1, 2]])
    dimensions = '{"城市":"北京","城市 (2)":"上海"}'
    assert long_rows(unpivoted(body)) == [
        ("2019-10-01", dimensions, 1, "m", 1.0, None),
        ("2019-10-01", dimensions, 1, "m (2)", 2.0, None),
    ]


def test_the_dimensions_text_does_not_depend_on_the_order_of_meta() -> None:
    one = answer([dim("b"), dim("a"), dim("c"), met("m")], [[1, 2, 3, 4]])
    other = answer([met("m"), dim("c"), dim("b"), dim("a")], [[4, 3, 1, 2]])
    rows = [("2019-10-01", '{"a":2,"b":1,"c":3}', 1, "m", 4.0, None)]
    assert long_rows(unpivoted(one)) == long_rows(unpivoted(other)) == rows


def test_the_frame_has_the_promised_types() -> None:
    frame = unpivoted(answer([USER, met("a"), met("b")], [["全部", OCT_1, 1, "x"]]), THREE_DAYS).frame
    assert list(frame.columns) == ["period_start", "dimensions", "occurrence", "metric", "value", "value_text"]
    assert frame["period_start"].dtype == pd.DatetimeTZDtype("us", "UTC")
    assert isinstance(frame["dimensions"].dtype, pd.CategoricalDtype)
    assert isinstance(frame["metric"].dtype, pd.CategoricalDtype)
    assert list(frame["metric"].cat.categories) == ["a", "b"]
    assert [frame[name].dtype for name in ("occurrence", "value", "value_text")] == [np.int16, np.float64, object]


@pytest.mark.parametrize(
    ("meta", "rows", "periods"),
    [
        ([USER, met("m")], [], {}),
        ([], [], {}),
        ([USER, TIME, met("m")], [], {}),
    ],
)
def test_nothing_to_store_is_an_empty_frame_of_the_same_types(
    meta: list[Any], rows: list[Any], periods: dict[datetime, int]
) -> None:
    result = unpivoted(answer(meta, rows))
    assert len(result.frame) == 0
    assert result.rows_by_period == periods
    assert result.digests.keys() == periods.keys()
    full = unpivoted(answer([USER, met("m")], [["全部", OCT_1, 1]])).frame
    numbers_and_times = ["period_start", "occurrence", "value", "value_text"]
    assert result.frame[numbers_and_times].dtypes.equals(full[numbers_and_times].dtypes)
    assert isinstance(result.frame["dimensions"].dtype, pd.CategoricalDtype)


def test_rows_come_by_period_then_dimensions_as_first_seen() -> None:
    body = answer([CITY, met("m")], [["b", OCT_2, 1], ["a", OCT_1, 2], ["b", OCT_1, 3], ["a", OCT_2, 4]])
    result = unpivoted(body, THREE_DAYS)
    assert list(result.frame["dimensions"].cat.categories) == ['{"城市":"b"}', '{"城市":"a"}']
    assert result.frame["value"].tolist() == [3.0, 2.0, 1.0, 4.0]


def test_source_rows_are_counted_per_period() -> None:
    rows: list[list[Any]] = [
        ["a", OCT_1, 1],
        ["b", OCT_1, 1],
        ["a", OCT_3, 1],
        ["均值", "合计", 1],
        ["a", "均值", 1],
        ["a", " 总计", 1],
    ]
    result = unpivoted(answer([CITY, met("m"), met("n")], [[*row, 0] for row in rows]), THREE_DAYS)
    assert result.rows_by_period == {instant("2019-10-01"): 2, instant("2019-10-03"): 1}
    assert result.ignored_rows == 3
    assert len(result.frame) == 6
    assert list(result.frame["dimensions"].cat.categories) == ['{"城市":"a"}', '{"城市":"b"}']


@pytest.mark.parametrize(
    "cell",
    [OCT_2, float(OCT_2), str(OCT_2), f" {OCT_2} ", "2019-10-02", "2019-10-02 00:00", "2019-10-02 00:00:00",
     "2019-10-02T00:00:00", "2019-10-02T00:00:00.000", "2019-10-02T00:00:00+08:00", "2019-10-01T16:00:00Z"],
)  # fmt: skip
def test_a_time_may_be_milliseconds_digits_or_a_local_label(cell: Any) -> None:
    rows = long_rows(unpivoted(answer([USER, met("m")], [["全部", cell, 7]]), THREE_DAYS))
    assert rows == [("2019-10-02", ALL, 1, "m", 7.0, None)]


def test_times_of_several_kinds_stand_in_one_answer() -> None:
    rows = [["全部", OCT_1, 1], ["全部", str(OCT_2), 2], ["全部", "2019-10-03", 3], ["全部", "均值", 4]]
    result = unpivoted(answer([USER, met("m")], rows), THREE_DAYS)
    assert [row[0] for row in long_rows(result)] == ["2019-10-01", "2019-10-02", "2019-10-03"]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (ms("2019-10-05"), "the time 2019-10-05 00:00:00 (Asia/Shanghai) is not one of the periods asked for"),
        (OCT_1 + 1000, "the time 2019-10-01 00:00:01 (Asia/Shanghai) is not one of the periods asked for"),
        ("2019-10-05", "the time 2019-10-05 00:00:00 (Asia/Shanghai) is not one of the periods asked for"),
        (253402300799000, "the time 9999-12-31 23:59:59 UTC (Asia/Shanghai) is not one of the periods asked for"),
        (-62135596800000, "the time '-62135596800000' (Asia/Shanghai) cannot be read; asked for were the periods"),
        ("20191001", "the time '20191001' (Asia/Shanghai) cannot be read; asked for were the periods"),
        (OCT_1 // 1000, "the time '1569859200' (Asia/Shanghai) cannot be read; asked for were the periods"),
        ("2019年10月01日", "the time '2019年10月01日' (Asia/Shanghai) cannot be read; asked for were the periods"),
        ("2019-13-01", "the time '2019-13-01' (Asia/Shanghai) cannot be read; asked for were the periods"),
        ("２０１９", "the time '２０１９' (Asia/Shanghai) cannot be read; asked for were the periods"),
        ("1\n\x00" * 50, f"the time '{'1��' * 20}…' (Asia/Shanghai) cannot be read; asked for were the periods"),
        (True, "the time 'True' (Asia/Shanghai) cannot be read; asked for were the periods"),
        (1e300, "the time '1e+300' (Asia/Shanghai) cannot be read; asked for were the periods"),
        (float("nan"), "the time 'NaN' (Asia/Shanghai) cannot be read; asked for were the periods"),
        ("9" * 100, f"the time '{'9' * 60}…' (Asia/Shanghai) cannot be read; asked for were the periods"),
    ],
)
def test_a_time_outside_the_window_or_unreadable_is_refused(cell: Any, message: str) -> None:
    with pytest.raises(ContractError) as caught:
        unpivoted(answer([USER, met("m")], [["全部", OCT_1, 1], ["全部", cell, 7]]), THREE_DAYS)
    assert str(caught.value) == f"{WHAT}: {message} (3 by day, 2019-10-01 00:00 to 2019-10-03 00:00)"


HOURS_OF_A_25_HOUR_DAY = asked(
    "2019-11-03 00:00", "2019-11-03 01:00", "2019-11-03 02:00", grain="hour", zone=NEW_YORK, interval=3_600_000
)


def test_an_hour_of_a_zone_with_summer_time() -> None:
    body = answer([USER, met("m")], [["全部", "2019-11-03 02:00", 7]], interval=3_600_000)
    rows = long_rows(unpivoted(body, HOURS_OF_A_25_HOUR_DAY), NEW_YORK)
    assert rows == [("2019-11-03 02:00", ALL, 1, "m", 7.0, None)]


def test_an_hour_that_the_clock_showed_twice_is_refused() -> None:
    starts = (instant("2019-11-03T05:00", ZoneInfo("UTC")), instant("2019-11-03T06:00", ZoneInfo("UTC")))
    request = type(HOURS_OF_A_25_HOUR_DAY)("chart", "YoX28w7R", "hour", NEW_YORK, starts)
    with pytest.raises(ContractError, match=r"'2019-11-03 01:00' names two hours: the clock went back in America/New"):
        unpivoted(answer([USER, met("m")], [["全部", "2019-11-03 01:00", 7]], interval=3_600_000), request)


def test_an_hour_that_the_clock_skipped_is_not_taken_for_the_next() -> None:
    request = asked("2019-03-10 01:00", "2019-03-10 03:00", grain="hour", zone=NEW_YORK, interval=3_600_000)
    with pytest.raises(ContractError, match=r"'2019-03-10 02:00' .*cannot be read"):
        unpivoted(answer([USER, TIME, met("m")], [["全部", "2019-03-10 02:00", 7]], interval=3_600_000), request)


def test_a_day_without_midnight_is_known_by_its_date() -> None:
    sao_paulo = ZoneInfo("America/Sao_Paulo")
    request = asked("2018-11-04 01:00", zone=sao_paulo)
    rows = long_rows(unpivoted(answer([USER, met("m")], [["全部", "2018-11-04", 7]]), request), sao_paulo)
    assert rows == [("2018-11-04 01:00", ALL, 1, "m", 7.0, None)]


REPEATED: list[list[Any]] = [
    ["a", 2, "x"],
    ["b", 9, None],
    ["a", 1, "z"],
    ["a", 1, "y"],
    ["a", None, "y"],
    ["a", 1, None],
    ["a", 1, "y"],
]


def test_rows_sent_twice_are_numbered_by_their_values() -> None:
    rows = long_rows(unpivoted(answer([CITY, met("m"), met("t")], REPEATED)))
    of_a = [row for row in rows if row[1] == '{"城市":"a"}']
    assert [(row[2], row[4]) for row in of_a if row[3] == "m"] == [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2), (6, None)]
    texts = [(1, None), (2, "y"), (3, "y"), (4, "z"), (5, "x"), (6, "y")]
    assert [(row[2], row[5]) for row in of_a if row[3] == "t"] == texts


def test_the_order_of_the_answer_has_no_say_in_the_numbering() -> None:
    as_sent = sorted(long_rows(unpivoted(answer([CITY, met("m"), met("t")], REPEATED))), key=repr)
    for seed in range(20):
        shuffled = random.Random(seed).sample(REPEATED, len(REPEATED))
        assert sorted(long_rows(unpivoted(answer([CITY, met("m"), met("t")], shuffled))), key=repr) == as_sent
        swapped = [[city, t, m] for city, m, t in shuffled]
        assert sorted(long_rows(unpivoted(answer([CITY, met("t"), met("m")], swapped))), key=repr) == as_sent


def test_a_row_sent_too_often_to_be_numbered_is_refused() -> None:
    body = answer([CITY, met("m")], [["a", 1]] * 32_768)
    with pytest.raises(ContractError, match="more than 32,767 rows have the same time and the same dimensions"):
        unpivoted(body)
    assert unpivoted(answer([CITY, met("m")], [["a", 1]] * 32_767)).frame["occurrence"].max() == 32_767


def test_more_combinations_than_64_bits_can_count_are_still_told_apart() -> None:
    others = [dim(f"d{n}") for n in range(10, 50)]
    rows = [[f"{n}", *[f"{n}"] * 40, n] for n in range(16)] + [[f"{n}", *["0"] * 40, n] for n in range(1, 16)]
    result = unpivoted(answer([dim("d0"), *others, met("m")], rows))
    assert len(result.frame["dimensions"].cat.categories) == 31
    assert result.frame["occurrence"].max() == 1


def test_a_report_of_500_metrics_is_500_rows() -> None:
    frame = unpivoted(answer([CITY, *(met(f"m{n}") for n in range(500))], [["a", *range(500)]])).frame
    assert frame["metric"].tolist() == [f"m{n}" for n in range(500)]
    assert frame["value"].tolist() == list(range(500))


def test_a_column_may_change_its_kind_far_down() -> None:
    cells = [1] * 4500 + ["2%"] * 4500 + [True, 1.0, None, 2**60 + 1]
    body = answer([CITY, met("m")], [[cell if n % 2 else n, cell] for n, cell in enumerate(cells)])
    result = unpivoted(body).frame
    assert len(result) == len(cells)
    by_text = result.groupby(result["value_text"].fillna("none"))["value"].agg(["size", "sum"])
    assert by_text.to_dict("index") == {
        "none": {"size": 4502, "sum": 4501.0},
        "2%": {"size": 4500, "sum": 90.0},
        "true": {"size": 1, "sum": 0.0},
        "1152921504606846977": {"size": 1, "sum": 2.0**60},
    }
    dimensions = result["dimensions"].value_counts()
    assert (dimensions['{"城市":1}'], dimensions['{"城市":"2%"}'], dimensions['{"城市":1.0}']) == (2250, 2250, 1)


def test_a_nested_cell_far_down_is_named_by_its_row() -> None:
    rows: list[list[Any]] = [["a", n] for n in range(9000)]
    rows[5000] = ["a", [1]]
    with pytest.raises(ContractError, match="cell 2 of row 5001 is a list or an object"):
        unpivoted(answer([CITY, met("m")], rows))
    rows[4500] = [{}, 1]
    with pytest.raises(ContractError, match="cell 1 of row 4501 is a list or an object"):
        unpivoted(answer([CITY, met("m")], rows))


def test_numbers_that_are_equal_but_of_another_kind_stay_apart_far_down() -> None:
    rows = [[cell, n] for n, cell in enumerate([1] * 4096 + [True] * 4096 + [1.0] * 4096 + ["1"] * 4096)]
    result = unpivoted(answer([CITY, met("m")], rows)).frame
    counts = {'{"城市":1}': 4096, '{"城市":true}': 4096, '{"城市":1.0}': 4096, '{"城市":"1"}': 4096}
    assert result["dimensions"].value_counts().to_dict() == counts
