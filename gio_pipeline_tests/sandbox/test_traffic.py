import time

from gio_pipeline.sandbox.rate_limit import RateLimit
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.sandbox.conftest import APP, Caller

DAY = ("2026-01-05", "2026-01-05")


def test_the_limit_holds_for_any_sliding_second() -> None:
    limit = RateLimit(2.0)
    times = [0.0, 0.6, 0.99, 1.0, 1.5, 1.6, 2.0, 2.61]
    assert [limit.admits("nxog09md", at) for at in times] == [True, True, False, True, False, True, True, True]


def test_a_limit_below_one_stretches_the_span() -> None:
    limit = RateLimit(0.5)
    assert [limit.admits("nxog09md", at) for at in (0.0, 1.9, 2.0)] == [True, False, True]


def test_each_project_has_its_own_limit() -> None:
    limit = RateLimit(1.0)
    assert [limit.admits(uid, 0.0) for uid in ("a", "a", "b")] == [True, False, True]


def test_over_http_exactly_those_are_refused_that_follow_two_within_a_second(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(rate_limit=2)
    codes = list[int]()
    while len(codes) < 15 or (429 not in codes and len(codes) < 200):
        codes.append(shop.ask("charts/YoX28w7R", *DAY).status_code)
        time.sleep(0.07 if len(codes) < 15 else 0)
    accepted: list[float] = []
    for entry in sandbox.stats()["log"]:
        full = len([at for at in accepted if at > entry["at"] - 1]) == 2
        assert entry["status"] == (429 if full else 200)
        if not full:
            accepted.append(entry["at"])
    assert sandbox.stats()["rate_violations"] == len(codes) - len(accepted) > 0


def test_every_kind_of_download_counts_and_nothing_else(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(rate_limit=0.01, retry_after=3)
    assert shop.ask("funnels/9pkd1", *DAY).status_code == 200
    answers = [shop.ask(report, *DAY) for report in ("charts/YoX28w7R", "funnels/9pkd1", "retentions/kdj2")]
    answers.append(shop.listing("segmentations/sgLogin1/users.csv"))
    assert [(a.status_code, a.headers["Retry-After"]) for a in answers] == [(429, "3")] * 4
    listings = ("dashboards.json", "dashboards/dshMain1.json", "segmentations.json", "rules.csv")
    assert {shop.listing(path).status_code for path in listings} == {200}
    assert sandbox.stats()["rate_violations"] == 4


def test_another_project_is_not_held_up(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(rate_limit=0.01)
    app = Caller(sandbox, APP)
    with app.session:
        codes = [caller.ask("charts/YoX28w7R", *DAY).status_code for caller in (shop, shop, app)]
    assert codes == [200, 429, 200]


def test_listings_are_not_limited_whatever_their_version(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(rate_limit=0.01)
    codes = [shop.get(f"/v1/projects/nxog09md/{path}").status_code for path in ("none.json", "none.json", "users.json")]
    assert codes == [404, 404, 404]


def test_every_request_is_counted_and_logged(sandbox: Sandbox, shop: Caller) -> None:
    before = time.monotonic()
    shop.ask("charts/YoX28w7R", *DAY)
    shop.ask("charts/none", *DAY)
    shop.listing("rules.csv")
    stats = sandbox.stats()
    assert stats["requests"] == 3
    assert stats["endpoints"] == {"charts": 2, "rules": 1}
    assert stats["reports"] == {"nxog09md/charts/YoX28w7R": 1, "nxog09md/charts/none": 1}
    assert [entry["status"] for entry in stats["log"]] == [200, 404, 200]
    first = stats["log"][0]
    assert first["path"] == "/v2/projects/nxog09md/charts/YoX28w7R.json"
    assert first["query"] == "startTime=1767542400000&endTime=1767628799999"
    assert before < first["at"] < stats["log"][1]["at"] < time.monotonic()
    assert first["seconds"] > 0
