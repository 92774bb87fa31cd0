"""From the vendor's records to rows, and what a second snapshot makes of the first."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from gio_pipeline.core.errors import ContractError
from gio_pipeline.warehouse.catalog import Stored, chart_rows, dashboard_rows, read_moment, segment_rows, store
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
    records = [{"id": "a", "createor": "x"}, {"id": "a", "creator": "y"}, {"id": "a", "createor": None, "creator": "z"}]
    rows = chart_rows("d", [record | {"resource_type": "chart"} for record in records], SHANGHAI, what="charts")
    assert [row["creator"] for row in rows] == ["x", "y", "z"]


def test_numbers_where_text_is_meant_become_text() -> None:
    assert [(row["id"], row["name"]) for row in dashboard_rows([{"id": 7, "name": 1.5}], SHANGHAI, what="d")] == [
        ("7", "1.5")
    ]


@pytest.mark.parametrize(("sent", "read"), [(7, 7), (7.0, 7), ("7", 7), (None, None), ("", None), (0, 0)])
def test_a_number_of_users_is_read_as_it_may_be_written(sent: object, read: int | None) -> None:
    assert segment_rows([{"id": "a", "userNum": sent}], SHANGHAI, what="segments")[0]["user_num"] == read


@pytest.mark.parametrize("sent", [7.5, "seven", True, [7], {}, 1e30, -1e30, float("nan"), float("inf"), "9" * 40])
def test_what_is_no_number_of_users_is_refused(sent: object) -> None:
    with pytest.raises(ContractError, match=r"segments: entry 0 has .* as its userNum, a whole number was expected"):
        segment_rows([{"id": "a", "userNum": sent}], SHANGHAI, what="segments")


@pytest.mark.parametrize("sent", [None, 7, ["chart"], ""])
def test_a_resource_type_that_cannot_be_read_is_refused(sent: object) -> None:
    said = r"charts: entry 0 has no readable resource_type: chart, funnel and retention are known"
    with pytest.raises(ContractError, match=said):
        chart_rows("d", [{"id": "a", "resource_type": sent}], SHANGHAI, what="charts")


def test_projects_do_not_see_one_another(engine: Engine) -> None:
    now = datetime(2026, 6, 10, tzinfo=UTC)
    rows = segment_rows([{"id": "a"}, {"id": "b"}], SHANGHAI, what="segments")
    assert store(engine, "segments", "shop", rows, now) == Stored(2, 2, 0)
    assert store(engine, "segments", "app", rows[:1], now) == Stored(1, 1, 0)
    assert store(engine, "segments", "app", [], now) == Stored(0, 0, 1)
    assert store(engine, "segments", "shop", rows, now) == Stored(2, 0, 0)


def test_a_dashboard_whose_date_moved_is_named(engine: Engine) -> None:
    now = datetime(2026, 6, 10, tzinfo=UTC)

    def moved(*records: dict[str, str]) -> tuple[str, ...]:
        return store(engine, "dashboards", "shop", dashboard_rows(records, SHANGHAI, what="d"), now).moved

    assert moved({"id": "a", "updatedAt": "2026-06-01"}, {"id": "b", "updatedAt": "soon"}) == ()
    assert moved({"id": "a", "updatedAt": "2026-06-01"}, {"id": "b", "updatedAt": "now"}) == ("b",)
    assert moved({"id": "a", "updatedAt": "2026-06-02"}, {"id": "c", "updatedAt": "now"}) == ("a",)
