"""The catalogue's snapshots over real HTTP: what each endpoint leaves in its table."""

from datetime import date

from gio_pipeline.core.catalog import CATALOG, PARTS
from gio_pipeline_tests.pipeline.snapshots import LISTED, TABLES, answer, configure, counts, paths, take
from gio_pipeline_tests.workbench import Workbench

# Of the sandbox's shop: rows, and requests for them.
SHOP = {
    "dashboards": (5, 1),
    "dashboard_charts": (27, 5),
    "segments": (3, 1),
    "segment_users": (420, 1),
    "rules": (5, 1),
}


def test_every_endpoint_fills_its_table(workbench: Workbench) -> None:
    configure(workbench)
    taken = take(workbench)
    assert taken.keys() == set(TABLES)
    assert {table: (taken[table].rows, taken[table].requests) for table in SHOP} == SHOP
    for table, each in taken.items():
        [(stored,)] = workbench.query(f"select count(*) from gio.{table} where project = 'shop'")
        assert (counts(each), stored > 0) == ((stored, stored, 0), True), table
    assert workbench.query(
        "select name, type, scope, creator, updater, cast(created_at as text), created_at_text,"
        " cast(updated_at as text), updated_at_text, cast(first_seen as text), cast(last_seen as text), present"
        " from gio.dashboards where project = 'shop' and id = 'dshLive1'"
    ) == [
        ("实时大屏", "realtimeV2", "project", "王小明", "李雷", "2021-06-18 00:00:00", None, "2025-08-08 00:00:00",
         None, "2026-06-10 02:00:00+00", "2026-06-10 02:00:00+00", True)
    ]  # fmt: skip
    assert workbench.query(
        "select dashboard_id, name, creator, cast(created_at as text), created_at_text, present"
        " from gio.dashboard_charts where resource_type = 'funnel' and id = 'buyFun07'"
    ) == [("dshGrow1", "购买转化", "韩梅梅", "2019-05-06 00:00:00", None, True)]
    assert workbench.query(
        "select name, user_type, user_num, cast(updated_at as text), truncated, users_loaded, users_snapshot_at is null"
        " from gio.segments order by id"
    ) == [
        ("高价值用户", "u", 1230, "2025-12-01 00:00:00", False, None, True),
        ("登录用户", "cs1", 420, "2025-11-11 00:00:00", False, 420, False),
        ("流失用户", "u", 0, "2025-10-01 00:00:00", False, None, True),
    ]
    assert workbench.query("select event_name, event_type from gio.rules where rule_id = 'b7712e9f'") == [
        ('元素_"立即购买"', "clck")
    ]
    assert workbench.query(
        "select user_id, occurrence, user_type, cast(snapshot_at as text) from gio.segment_users"
        " order by user_id limit 1"
    ) == [("12249", 1, "cs1", "2026-06-10 02:00:00+00")]
    assert workbench.query("select distinct properties ->> 'name' from gio.segment_users order by 1") == [
        ("",), ("GrowingIO",), ("José, Ltd",), ("emoji 🛒",), ("张伟",), ("李娜",), ('王"小"芳',)
    ]  # fmt: skip


def test_the_next_snapshot_moves_last_seen_alone(workbench: Workbench) -> None:
    configure(workbench)
    take(workbench)
    workbench.at("2026-06-11T10:00:00+08:00")
    taken = take(workbench)
    assert all(counts(each)[1:] == (0, 0) for each in taken.values())
    for table in LISTED:
        assert workbench.query(f"select distinct date(first_seen), date(last_seen) from gio.{table}") == [
            (date(2026, 6, 10), date(2026, 6, 11))
        ]


def test_what_disappears_keeps_its_row_and_its_last_seen(workbench: Workbench) -> None:
    configure(workbench, "segment_users: []")
    take(workbench)
    workbench.at("2026-06-11T10:00:00+08:00")
    workbench.faults(answer("segmentations.json", [{"id": "sgNew", "name": "新", "userType": "u", "userNum": 7}]))
    assert counts(take(workbench, "segments")["segments"]) == (1, 1, 3)
    rows = "select id, present, cast(last_seen as text) from gio.segments order by id"
    old = "2026-06-10 02:00:00+00"
    assert workbench.query(rows) == [
        ("sgHigh01", False, old),
        ("sgLogin1", False, old),
        ("sgNew", True, "2026-06-11 02:00:00+00"),
        ("sgNone01", False, old),
    ]
    assert counts(take(workbench, "segments")["segments"]) == (1, 0, 0)
    workbench.faults()
    assert counts(take(workbench, "segments")["segments"]) == (3, 0, 1)
    assert workbench.query("select count(*) from gio.segments where present") == [(3,)]


def test_dashboards_that_disappear_take_their_charts_along(workbench: Workbench) -> None:
    configure(workbench)
    take(workbench, "catalog")
    workbench.faults(answer("dashboards.json", [{"id": "dshMain1", "name": "核心指标"}]))
    taken = take(workbench, "catalog")
    assert (counts(taken["dashboards"]), counts(taken["dashboard_charts"])) == ((1, 0, 4), (5, 0, 22))
    assert workbench.query("select distinct dashboard_id from gio.dashboard_charts where present") == [("dshMain1",)]


def test_dates_are_read_leniently_and_other_text_is_kept(workbench: Workbench) -> None:
    configure(workbench)
    written = ["2019-01-31", "2019-01-31 08:30:00", "2019-01-31T08:30:00Z", 1548894600000, "前天", "", None]
    records = [{"id": str(at), "createdAt": value} for at, value in enumerate(written)]
    workbench.faults(answer("dashboards.json", records), answer("/dashboards/", {"id": "x", "charts": []}))
    take(workbench, "catalog")
    assert workbench.query("select cast(created_at as text), created_at_text from gio.dashboards order by id") == [
        ("2019-01-31 00:00:00", None),
        ("2019-01-31 08:30:00", None),
        ("2019-01-31 16:30:00", None),
        ("2019-01-31 08:30:00", None),
        (None, "前天"),
        (None, ""),
        (None, None),
    ]


def test_a_dashboard_that_cannot_be_opened_leaves_its_charts_and_the_others_go_on(workbench: Workbench) -> None:
    configure(workbench)
    take(workbench, "catalog")
    workbench.at("2026-06-11T10:00:00+08:00")
    workbench.faults({"fault": "status", "code": 404, "match": "dshOdd01.json"})
    charts = take(workbench, "catalog")["dashboard_charts"]
    assert counts(charts) == (18, 0, 0)
    assert charts.warnings == [
        "dashboard dshOdd01 of project shop, charts: it is listed, but cannot be opened. Its charts stay as they were."
    ]
    assert workbench.query(
        "select count(*), bool_and(present) from gio.dashboard_charts where date(last_seen) = '2026-06-10'"
    ) == [(9, True)]


def edit(workbench: Workbench, id: str, updated_at: str) -> list[str]:
    workbench.faults({"fault": "dashboards_touched", "id": id, "updatedAt": updated_at})
    return take(workbench, "catalog")["dashboards"].warnings


def test_a_dashboard_edited_since_a_report_on_it_was_loaded_is_a_hint(workbench: Workbench) -> None:
    configure(workbench)
    workbench.load("by_city", "2026-06-08", "2026-06-09")
    hint = (
        "dashboard 流量分析 (dshTraf1) was changed on {}: shop/by_city may be defined otherwise since it was loaded; "
        "gio-pipeline preview shop/by_city --diff compares the figures."
    )
    assert edit(workbench, "dshTraf1", "2026-06-09") == []
    # A mere date may mean an instant after the load at ten o'clock.
    assert edit(workbench, "dshTraf1", "2026-06-10") == [hint.format("2026-06-10")]
    assert edit(workbench, "dshTraf1", "2026-06-10 09:59:00") == [hint.format("2026-06-10")]
    # ReportState to have changed between two snapshots, though before the last load.
    assert edit(workbench, "dshTraf1", "2026-06-09") == [hint.format("2026-06-09")]
    assert edit(workbench, "dshTraf1", "2026-06-09") == []
    # No report that is loaded stands on this one.
    assert edit(workbench, "dshGrow1", "2026-06-12") == [hint.format("2025-11-02")]


def test_rules_come_tab_or_comma_separated_with_a_header_or_none(workbench: Workbench) -> None:
    configure(workbench)
    for faults in [[], ["comma"], ["no_header"], ["bom"], ["comma", "no_header", "bom"]]:
        workbench.faults(*({"fault": fault, "match": "rules.csv"} for fault in faults))
        assert counts(take(workbench, "rules")["rules"]) == (5, 0 if faults else 5, 0)
        assert workbench.query("select rule_id, event_name, event_type from gio.rules where present order by 1") == [
            ("a8c11d02", "页面_首页", "page"),
            ("b7712e9f", '元素_"立即购买"', "clck"),
            ("c0ffee01", "元素_搜索框", "chng"),
            ("d41d8cd9", "元素_推荐位🛒", "imp"),
            ("f2503720", "元素_注册按钮", "clck"),
        ]


def test_a_project_without_catalog_is_left_alone_but_for_the_users_it_names(workbench: Workbench) -> None:
    configure(workbench, "catalog: false")
    assert take(workbench) == {} and paths(workbench) == []
    configure(workbench, "catalog: false\n    segment_users: [sgLogin1]")
    assert {table: counts(each) for table, each in take(workbench).items()} == {"segment_users": (420, 420, 0)}


def test_one_part_alone_can_be_taken(workbench: Workbench) -> None:
    configure(workbench)
    taken = {part: list(take(workbench, part)) for part in PARTS}
    assert (taken.pop("segments"), taken.pop("tags")) == (["segments", "segment_users"], [])
    assert taken == {part: [each.table for each in CATALOG if each.part == part] for part in taken}
    assert taken["catalog"][:2] == ["dashboards", "dashboard_charts"]


def test_every_table_and_column_says_what_it_is(workbench: Workbench) -> None:
    workbench.runtime()
    listed = (
        "select oid, relname from pg_class where relnamespace = cast('gio' as regnamespace) and relname = any(:names)"
    )
    silent = f"""
        with tables as ({listed})
        select relname, '' from tables where obj_description(oid, 'pg_class') is null
        union all
        select relname, attname from tables join pg_attribute on attrelid = oid
        where attnum > 0 and col_description(attrelid, attnum) is null
    """
    assert workbench.query(f"select count(*) from ({listed}) t", names=list(TABLES)) == [(len(TABLES),)]
    assert workbench.query(silent, names=list(TABLES)) == []
