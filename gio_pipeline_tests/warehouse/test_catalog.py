"""From the vendor's records to rows, and what a second snapshot makes of the first."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from gio_pipeline.core.catalog import DASHBOARD_CHARTS, DASHBOARDS, SEGMENTS
from gio_pipeline.core.catalog_rows import read_moment
from gio_pipeline.core.errors import ContractError
from gio_pipeline.warehouse.catalog import Stored, store
from gio_pipeline.warehouse.engine import connect

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2019-01-31", datetime(2019, 1, 31)),
        (" 2019-01-31 08:30 ", datetime(2019, 1, 31, 8, 30)),
        ("2019-01-31T08:30:00.250", datetime(2019, 1, 31, 8, 30, 0, 250_000)),
        ("2019-01-31T00:30:00Z", datetime(2019, 1, 31, 8, 30)),
        ("2019-01-31T00:30:00-08:00", datetime(2019, 1, 31, 16, 30)),
        ("1548894600000", datetime(2019, 1, 31, 8, 30)),
        ("9999-12-31T23:59:59-23:59", None),
        ("2019-02-30", None),
        ("0000-01-01", None),
        ("20190131", None),
        ("2019-W05", None),
        ("2019", None),
        ("31/01/2019", None),
        ("", None),
        ("١٥٤٨٨٩٤٦٠٠٠٠٠", None),
    ],
)
def test_a_date_is_local_time_or_none_at_all(written: str, read: datetime | None) -> None:
    assert read_moment(written, SHANGHAI) == read


def test_a_creator_is_read_under_either_spelling() -> None:
    records: list[dict[str, str | None]] = [
        {"id": "a", "createor": "x"},
        {"id": "a", "creator": "y"},
        {"id": "a", "createor": None, "creator": "z"},
    ]
    charts = {"charts": [record | {"resource_type": "chart"} for record in records]}
    listing = DASHBOARD_CHARTS.read(charts, SHANGHAI, what="charts", parent="d")
    assert [row["creator"] for row in listing.rows] == ["x", "y", "z"]


def test_numbers_where_text_is_meant_become_text() -> None:
    listing = DASHBOARDS.read([{"id": 7, "name": 1.5}, {"id": 0}, {"id": 1}], SHANGHAI, what="d")
    assert [(row["id"], row["name"]) for row in listing.rows] == [("7", "1.5"), ("0", None), ("1", None)]
    assert (listing.warnings, listing.whole) == ([], True)


@pytest.mark.parametrize(("sent", "read"), [(7, 7), (7.0, 7), ("7", 7), (None, None), ("", None), (0, 0)])
def test_a_number_of_users_is_read_as_it_may_be_written(sent: object, read: int | None) -> None:
    assert SEGMENTS.read([{"id": "a", "userNum": sent}], SHANGHAI, what="segments").rows[0]["user_num"] == read


@pytest.mark.parametrize("sent", [7.5, "seven", True, [7], {}, 1e30, -1e30, float("nan"), float("inf"), "9" * 40])
def test_what_is_no_number_of_users_is_told_and_left_empty(sent: object) -> None:
    listing = SEGMENTS.read([{"id": "a", "userNum": sent}], SHANGHAI, what="segments")
    assert (listing.rows[0]["id"], listing.rows[0]["user_num"], listing.whole) == ("a", None, True)
    (said,) = listing.warnings
    assert said.startswith("segments: entry 0 has a")
    assert said.endswith(" as its userNum, a whole number was expected; that is left empty.")


@pytest.mark.parametrize("sent", [None, 7, ["chart"], ""])
def test_a_resource_type_that_cannot_be_read_is_unknown(sent: object) -> None:
    listing = DASHBOARD_CHARTS.read(
        {"charts": [{"id": "a", "resource_type": sent}]}, SHANGHAI, what="charts", parent="d"
    )
    assert [(row["id"], row["resource_type"]) for row in listing.rows] == [("a", "unknown")]
    assert listing.warnings == ["charts: 1 without a readable resource_type, listed as unknown."]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (7, "segments: entry 1 is a number, an object was expected; it is left out."),
        (None, "segments: entry 1 is missing or null, an object was expected; it is left out."),
        ([{"id": "x"}], "segments: entry 1 is a list, an object was expected; it is left out."),
        ({}, "segments: entry 1 has no id; it is left out."),
        ({"id": None}, "segments: entry 1 has no id; it is left out."),
        ({"id": True}, "segments: entry 1 has no id; it is left out."),
        ({"id": ""}, "segments: entry 1 has no id; it is left out."),
        ({"id": 1.5}, "segments: entry 1 has no id; it is left out."),
    ],
)
def test_an_odd_entry_is_told_and_left_out(entry: object, said: str) -> None:
    listing = SEGMENTS.read([{"id": "a"}, entry, {"id": "b"}], SHANGHAI, what="segments")
    assert ([row["id"] for row in listing.rows], listing.warnings, listing.whole) == (["a", "b"], [said], False)


def test_a_list_of_which_nothing_can_be_read_is_no_empty_list() -> None:
    with pytest.raises(ContractError) as caught:
        SEGMENTS.read([1, 2], SHANGHAI, what="segments")
    assert str(caught.value) == (
        "segments: none of the 2 entries can be read: segments: entry 0 is a number, an object was expected; "
        "it is left out."
    )
    many = DASHBOARDS.read([{"id": "a"}, *range(9)], SHANGHAI, what="dashboards")
    assert (len(many.warnings), many.warnings[-1]) == (6, "dashboards: 4 more entries are odd.")


def test_where_an_entry_could_not_be_read_nothing_is_gone(engine: Engine) -> None:
    now = datetime(2026, 6, 10, tzinfo=UTC)
    both = SEGMENTS.read([{"id": "a"}, {"id": "b"}], SHANGHAI, what="segments").rows
    store(engine, SEGMENTS, "shop", both, now)
    assert store(engine, SEGMENTS, "shop", both[:1], now, whole=False) == Stored(1, 0, 0)
    assert store(engine, SEGMENTS, "shop", both[:1], now) == Stored(1, 0, 1)


def test_projects_do_not_see_one_another(engine: Engine) -> None:
    now = datetime(2026, 6, 10, tzinfo=UTC)
    rows = SEGMENTS.read([{"id": "a"}, {"id": "b"}], SHANGHAI, what="segments").rows
    assert store(engine, SEGMENTS, "shop", rows, now) == Stored(2, 2, 0)
    assert store(engine, SEGMENTS, "app", rows[:1], now) == Stored(1, 1, 0)
    assert store(engine, SEGMENTS, "app", [], now) == Stored(0, 0, 1)
    assert store(engine, SEGMENTS, "shop", rows, now) == Stored(2, 0, 0)


def test_a_dashboard_whose_date_moved_is_named(engine: Engine) -> None:
    now = datetime(2026, 6, 10, tzinfo=UTC)

    def moved(*records: dict[str, str]) -> tuple[str, ...]:
        return store(engine, DASHBOARDS, "shop", DASHBOARDS.read(records, SHANGHAI, what="d").rows, now).moved

    assert moved({"id": "a", "updatedAt": "2026-06-01"}, {"id": "b", "updatedAt": "soon"}) == ()
    assert moved({"id": "a", "updatedAt": "2026-06-01"}, {"id": "b", "updatedAt": "now"}) == ("b",)
    assert moved({"id": "a", "updatedAt": "2026-06-02"}, {"id": "c", "updatedAt": "now"}) == ("a",)
