import pytest
import requests

from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.sandbox.conftest import APP, Caller

USERS = "segmentations/sgLogin1/users.csv"


def test_dashboards_have_every_field_and_the_newest_comes_first(shop: Caller) -> None:
    boards = shop.listing("dashboards.json").json()
    assert boards[0] == {
        "id": "dshMain1",
        "name": "核心指标",
        "type": "normal",
        "createdAt": "2019-01-01",
        "updatedAt": "2025-12-20",
        "scope": "global",
        "updater": "李雷",
        "creator": "王小明",
    }
    assert [b["updatedAt"] for b in boards] == sorted((b["updatedAt"] for b in boards), reverse=True)
    assert [b["id"] for b in boards if b["type"] == "realtimeV2"] == ["dshLive1"]


def test_a_dashboard_lists_its_reports_as_the_page_spells_them(shop: Caller) -> None:
    board = shop.listing("dashboards/dshMain1.json").json()
    assert (board["id"], board["name"]) == ("dshMain1", "核心指标")
    assert board["charts"][0] == {
        "id": "YoX28w7R",
        "name": "页面浏览量",
        "createor": "王小明",
        "createdAt": "2019-01-01",
        "resource_type": "chart",
    }
    assert [c["resource_type"] for c in board["charts"]] == ["chart", "chart", "chart", "funnel", "retention"]
    assert shop.listing("dashboards/none.json").status_code == 404


def test_one_chart_stands_only_on_a_real_time_dashboard(shop: Caller) -> None:
    standing = {
        board["type"]: [c["id"] for c in shop.listing(f"dashboards/{board['id']}.json").json()["charts"]]
        for board in shop.listing("dashboards.json").json()
        if board["id"] in ("dshMain1", "dshLive1")
    }
    assert standing["realtimeV2"] == ["rtOnly01", "YoX28w7R"]
    assert "YoX28w7R" in standing["normal"] and "rtOnly01" not in standing["normal"]


def test_a_touched_dashboard_moves_to_the_front(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(dashboards_touched={"id": "dshOdd01", "updatedAt": "2026-01-19"})
    first, second = shop.listing("dashboards.json").json()[:2]
    assert (first["id"], first["updatedAt"], second["updatedAt"]) == ("dshOdd01", "2026-01-19", "2025-12-20")


def test_segments_have_every_field(sandbox: Sandbox, shop: Caller) -> None:
    assert shop.listing("segmentations.json").json() == [
        {"id": "sgHigh01", "name": "高价值用户", "userType": "u", "userNum": 1230, "updatedAt": "2025-12-01"},
        {"id": "sgLogin1", "name": "登录用户", "userType": "cs1", "userNum": 420, "updatedAt": "2025-11-11"},
        {"id": "sgNone01", "name": "流失用户", "userType": "u", "userNum": 0, "updatedAt": "2025-10-01"},
    ]
    sandbox.set(segment_size={"sgLogin1": 5})
    assert [s["userNum"] for s in shop.listing("segmentations.json").json()] == [1230, 5, 0]


def test_the_users_of_a_segment_are_tab_separated_below_a_header(shop: Caller) -> None:
    lines = shop.listing(USERS).content.decode().splitlines()
    assert lines[:4] == ["cs1\tname", "12249\tJosé, Ltd", '12250\t"王""小""芳"', "12251\t"]
    assert len(lines) == 421
    assert (
        shop.listing("segmentations/sgHigh01/users.csv")
        .content.decode()
        .startswith("访问用户ID\t性别\t会员等级\t注册渠道\n00000000-0000000\t")
    )
    assert shop.listing("segmentations/sgNone01/users.csv").text == "访问用户ID\t城市\n"
    assert shop.listing("segmentations/none/users.csv").status_code == 404


def test_a_segment_can_be_large_and_its_download_capped(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(segment_size=30_000, segment_cap=20_000)
    assert {s["userNum"] for s in shop.listing("segmentations.json").json()} == {30_000}
    lines = shop.listing(USERS).content.splitlines()
    assert (len(lines), len(set(lines))) == (20_001, 20_001)


def test_rules_are_tab_separated(sandbox: Sandbox, shop: Caller) -> None:
    lines = shop.listing("rules.csv").content.decode().splitlines()
    assert lines[:2] == ["ruleId\teventName\teventType", "f2503720\t元素_注册按钮\tclck"]
    assert lines[3] == 'b7712e9f\t"元素_""立即购买"""\tclck'
    app = Caller(sandbox, APP)
    with app.session:
        assert app.listing("rules.csv").content.decode() == "ruleId\teventName\teventType\ne5a1b2c3\t元素_下单\tclck\n"


@pytest.mark.parametrize(
    ("switch", "value", "expected"),
    [
        ("bom", True, "\ufeffruleId\teventName\teventType\ne5a1b2c3\t元素_下单\tclck\n".encode()),
        ("comma", True, "ruleId,eventName,eventType\ne5a1b2c3,元素_下单,clck\n".encode()),
        ("no_header", True, "e5a1b2c3\t元素_下单\tclck\n".encode()),
        ("wide_row", 2, "ruleId\teventName\teventType\ne5a1b2c3\t元素_下单\tclck\tsurplus\n".encode()),
        ("repeat_line", 2, ("ruleId\teventName\teventType\n" + "e5a1b2c3\t元素_下单\tclck\n" * 2).encode()),
        ("invalid_utf8", 1, b"ruleId\teventName\teventType\xff\xfe\ne5a1b2c3\t" + "元素_下单\tclck\n".encode()),
    ],
)
def test_a_csv_can_be_other_than_the_page_says(sandbox: Sandbox, switch: str, value: object, expected: bytes) -> None:
    sandbox.set(**{switch: value})
    app = Caller(sandbox, APP)
    with app.session:
        assert app.listing("rules.csv").content == expected


def test_a_stream_can_break_half_way(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(segment_size=20_000, break_after={"bytes": 100_000, "times": 1})
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        shop.listing(USERS)
    assert len(shop.listing(USERS).content.splitlines()) == 20_001
