from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.sandbox.conftest import Caller, ms

HOUR, WEEK = 3_600_000, 604_800_000
REPORT = "charts/YoX28w7R"


def views(caller: Caller, first: str, last: str, **params: int) -> dict[int, int]:
    return {row[1]: row[2] for row in caller.rows(REPORT, first, last, **params)}


def test_a_day_is_provisional_until_four_in_the_morning_after_it(sandbox: Sandbox, shop: Caller) -> None:
    seen = []
    for now in ("2026-01-19T08:00", "2026-01-19T20:00", "2026-01-20T03:59", "2026-01-20T04:00", "2026-02-01T00:00"):
        sandbox.set(now=f"{now}:00+08:00")
        seen.append(views(shop, "2026-01-19", "2026-01-19")[ms("2026-01-19")])
    assert seen == [35851, 53531, 65293, 68756, 68756]


def test_a_period_that_has_not_begun_is_absent(sandbox: Sandbox, shop: Caller) -> None:
    assert list(views(shop, "2026-01-19", "2026-01-31")) == [ms("2026-01-19"), ms("2026-01-20")]
    hours = views(shop, "2026-01-20", "2026-01-20", interval=HOUR)
    assert list(hours)[-1] == ms("2026-01-20T12:00")
    assert shop.rows("charts/barCh001", "2026-01-21", "2026-01-22") == []
    assert shop.rows("charts/bigNum01", "2026-01-21", "2026-01-22") == []
    assert shop.rows("funnels/9pkd1", "2026-01-21", "2026-01-22") == []
    assert shop.rows("retentions/kdj2", "2026-01-21", "2026-01-22") == []


def test_a_week_is_provisional_until_the_night_after_its_sunday(sandbox: Sandbox, shop: Caller) -> None:
    seen = []
    for now in ("2026-01-13T12:00", "2026-01-19T03:59", "2026-01-19T04:00", "2026-02-01T00:00"):
        sandbox.set(now=f"{now}:00+08:00")
        seen.append(views(shop, "2026-01-12", "2026-01-18", interval=WEEK)[ms("2026-01-12")])
    assert seen[0] < seen[1] < seen[2] == seen[3]


def test_an_hour_settles_half_an_hour_after_its_end_and_is_revised_by_the_night(sandbox: Sandbox, shop: Caller) -> None:
    seen = []
    for now in ("2026-01-19T09:29", "2026-01-19T09:30", "2026-01-20T03:59", "2026-01-20T04:00"):
        sandbox.set(now=f"{now}:00+08:00")
        seen.append(views(shop, "2026-01-19", "2026-01-19", interval=HOUR)[ms("2026-01-19T08:00")])
    assert seen == [2748, 2870, 2870, 2914]


def test_the_last_hour_of_a_day_waits_for_the_night(sandbox: Sandbox, shop: Caller) -> None:
    seen = []
    for now in ("2026-01-20T00:31", "2026-01-20T03:59", "2026-01-20T04:00"):
        sandbox.set(now=f"{now}:00+08:00")
        seen.append(views(shop, "2026-01-19", "2026-01-19", interval=HOUR)[ms("2026-01-19T23:00")])
    assert seen[0] < seen[1] < seen[2] * 0.96


def test_figures_settle_by_the_projects_own_clock(sandbox: Sandbox, us: Caller) -> None:
    sandbox.set(now="2026-01-20T08:59:00Z")
    early = us.rows(REPORT, "2026-01-19", "2026-01-19")
    sandbox.set(now="2026-01-20T09:00:00Z")
    assert us.rows(REPORT, "2026-01-19", "2026-01-19")[0][2] > early[0][2]


def test_a_late_night_leaves_the_day_at_a_part_until_it_is_done(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(now="2026-01-20T06:09:00+08:00", night_done_at="06:10")
    assert views(shop, "2026-01-18", "2026-01-19") == {ms("2026-01-18"): 51700, ms("2026-01-19"): 27502}
    sandbox.set(now="2026-01-20T06:10:00+08:00")
    final = views(shop, "2026-01-18", "2026-01-19")
    sandbox.set(now="2026-01-20T06:09:00+08:00", night_done_at={"time": "06:10", "date": "2026-01-18"})
    assert views(shop, "2026-01-18", "2026-01-19") == final
    sandbox.set(night_done_at={"time": "06:10", "share": 0})
    assert views(shop, "2026-01-18", "2026-01-19") == {ms("2026-01-18"): 51700}


def test_the_day_of_a_late_night_adds_nothing_to_funnels_and_cohorts_yet(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(now="2026-01-20T06:09:00+08:00", night_done_at="06:10")
    before = [shop.rows(report, "2026-01-18", "2026-01-18") for report in ("funnels/9pkd1", "retentions/kdj2")]
    sandbox.set(now="2026-01-20T06:10:00+08:00")
    after = [shop.rows(report, "2026-01-18", "2026-01-18") for report in ("funnels/9pkd1", "retentions/kdj2")]
    assert before[0][0][5] < after[0][0][5]
    assert before[1][0][7] < after[1][0][7]


def test_a_missing_day_is_never_sent(sandbox: Sandbox, shop: Caller) -> None:
    whole = views(shop, "2026-01-05", "2026-01-07")
    sandbox.set(missing_day="2026-01-06")
    assert views(shop, "2026-01-05", "2026-01-07") == {day: whole[day] for day in (ms("2026-01-05"), ms("2026-01-07"))}
    assert len(views(shop, "2026-01-06", "2026-01-07", interval=HOUR)) == 24
    assert shop.rows("charts/barCh001", "2026-01-06", "2026-01-06") == []
    for report in ("funnels/9pkd1", "retentions/kdj2"):
        assert len(shop.rows(report, "2026-01-05", "2026-01-07")) == 2
    sandbox.set(missing_day=None, empty_days={"dates": ["2026-01-05", "2026-01-07"], "times": 1})
    assert list(views(shop, "2026-01-05", "2026-01-07")) == [ms("2026-01-06")]
    assert len(views(shop, "2026-01-05", "2026-01-07")) == 3
