"""What reports.yaml may say, on plain values: rules, defaults, names."""

from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from gio_pipeline.core.config import Config, Credentials, ProjectConfig, ReportConfig, SettleConfig, find_report
from gio_pipeline.core.errors import UsageError
from gio_pipeline.core.kinds import Grain, Kind
from gio_pipeline.core.periods import Settle


def report(**settings: Any) -> dict[str, Any]:
    return {"name": "page_views", "kind": "chart", "id": "YoX28w7R", **settings}


def project(*reports: dict[str, Any], **settings: Any) -> dict[str, Any]:
    base = {"name": "shop", "uid": "nxog09md", "token": "tok", "start": "2026-01-01"}
    return base | {"reports": list(reports)} | settings


def config(*projects: dict[str, Any], **settings: Any) -> Config:
    return Config.model_validate({"projects": list(projects), **settings})


def mistakes(*projects: dict[str, Any], **settings: Any) -> list[tuple[str, str]]:
    """Place and type or sentence of every mistake."""
    with pytest.raises(ValidationError) as caught:
        config(*projects, **settings)
    found = caught.value.errors()
    return [(".".join(map(str, each["loc"])), each["msg"].removeprefix("Value error, ")) for each in found]


def test_a_report_takes_the_defaults_of_its_project_and_of_the_file() -> None:
    (spec,) = config(project(report())).reports()
    assert spec.project == "shop"
    assert spec.uid == "nxog09md"
    assert spec.name == "page_views"
    assert spec.key == "shop/page_views"
    assert spec.kind is Kind.CHART
    assert spec.grain is Grain.DAY
    assert spec.conversion_window is None
    assert spec.timezone == "Asia/Shanghai"
    assert spec.zone == ZoneInfo("Asia/Shanghai")
    assert spec.settle == Settle(timedelta(minutes=30), time(4))
    assert spec.start == date(2026, 1, 1)
    assert (spec.on_empty, spec.backfill) == ("doubt", "manual")
    assert (spec.title, spec.description, spec.owner, spec.dashboard) == (None, None, None, None)


def test_what_a_report_says_goes_before_its_project_and_that_before_the_file() -> None:
    own = project(
        report(start="2026-03-01", title="页面浏览量", owner="ops", dashboard="D1", on_empty="accept", backfill="auto"),
        timezone="America/New_York",
        settle={"day_at": "06:30"},
    )
    (spec,) = config(own, timezone="UTC", settle={"after_hour": "1h", "day_at": "05:00"}).reports()
    assert spec.start == date(2026, 3, 1)
    assert spec.timezone == "America/New_York"
    assert spec.settle == Settle(timedelta(hours=1), time(6, 30))
    assert (spec.title, spec.owner, spec.dashboard) == ("页面浏览量", "ops", "D1")
    assert (spec.on_empty, spec.backfill) == ("accept", "auto")


def test_the_identity_is_what_the_source_is_asked_for_and_not_the_name() -> None:
    (spec,) = config(project(report(kind="funnel", id="9pkd1", conversion_window=7))).reports()
    assert spec.identity == ("nxog09md", "funnel", "9pkd1", "day", 7, None, None, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("kind", "grain", "configured", "expected"),
    [
        ("chart", "hour", None, 0),
        ("chart", "day", None, 1),
        ("chart", "week", None, 1),
        ("chart", "month", None, 1),
        ("funnel", "day", None, 0),
        ("retention", "week", None, 0),
        ("chart", "day", 0, 0),
        ("retention", "day", 3, 3),
        ("chart", "day", 366, 366),
    ],
)
def test_a_chart_by_day_or_longer_checks_one_final_period_again(
    kind: str, grain: str, configured: int | None, expected: int
) -> None:
    (spec,) = config(project(report(kind=kind, grain=grain, refresh_periods=configured))).reports()
    assert spec.refresh_periods == expected


@pytest.mark.parametrize("grain", ["hour", "day", "week", "month"])
def test_a_chart_has_every_grain(grain: str) -> None:
    assert config(project(report(grain=grain))).reports()[0].grain == grain


@pytest.mark.parametrize(
    ("kind", "grain", "said"),
    [
        ("funnel", "hour", "must be day for a funnel"),
        ("funnel", "week", "must be day for a funnel"),
        ("retention", "hour", "must be one of day, week, month for a retention"),
    ],
)
def test_other_kinds_have_fewer_grains(kind: str, grain: str, said: str) -> None:
    assert mistakes(project(report(kind=kind, grain=grain))) == [("projects.0.reports.0.grain", said)]


def test_only_a_funnel_has_a_conversion_window() -> None:
    said = "is a funnel's setting and this is a chart: take it out"
    assert mistakes(project(report(conversion_window=7))) == [("projects.0.reports.0.conversion_window", said)]


@pytest.mark.parametrize("window", [1, 90])
def test_a_conversion_window_has_1_to_90_days(window: int) -> None:
    assert config(project(report(kind="funnel", conversion_window=window))).reports()[0].conversion_window == window


@pytest.mark.parametrize("window", [0, 91, 1.5, "seven", True, float("nan")])
def test_no_other_conversion_window_is_taken(window: object) -> None:
    assert len(mistakes(project(report(kind="funnel", conversion_window=window)))) == 1


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("30m", timedelta(minutes=30)),
        ("1h", timedelta(hours=1)),
        ("90s", timedelta(seconds=90)),
        ("1h30m", timedelta(minutes=90)),
        ("1h0m5s", timedelta(hours=1, seconds=5)),
        ("0m", timedelta(0)),
        ("24h", timedelta(days=1)),
    ],
)
def test_a_duration_is_written_with_its_units(written: str, span: timedelta) -> None:
    assert SettleConfig.model_validate({"after_hour": written}).after_hour == span


@pytest.mark.parametrize("written", ["", "30", 30, "m", "30 m", "1.5h", "-5m", "30m1h", "1d", "25h", "３０m", ["30m"]])
def test_no_other_duration_is_taken(written: object) -> None:
    with pytest.raises(ValidationError):
        SettleConfig.model_validate({"after_hour": written})


@pytest.mark.parametrize(("written", "at"), [("04:00", time(4)), ("4:05", time(4, 5)), ("23:59", time(23, 59))])
def test_a_time_of_day_has_hours_and_minutes(written: str, at: time) -> None:
    assert SettleConfig.model_validate({"day_at": written}).day_at == at


@pytest.mark.parametrize("written", ["24:00", "04:60", "4", 240, "04:00:00", "4am", "", True])
def test_no_other_time_of_day_is_taken(written: object) -> None:
    with pytest.raises(ValidationError):
        SettleConfig.model_validate({"day_at": written})


@pytest.mark.parametrize("written", ["2026-02-30", "2026-1-5", "20260101", 20260101, "1999-12-31", "2101-01-01", True])
def test_a_start_is_a_date_of_the_calendar(written: object) -> None:
    assert [place for place, _ in mistakes(project(report(), start=written))] == ["projects.0.start"]


@pytest.mark.parametrize("rate", [0, -1, 100.5, float("nan"), float("inf"), True, "fast"])
def test_a_rate_limit_is_more_than_0_and_at_most_100(rate: object) -> None:
    assert [place for place, _ in mistakes(project(rate_limit=rate))] == ["projects.0.rate_limit"]


@pytest.mark.parametrize("rate", [0.5, 2, 100, "20"])
def test_a_rate_limit_may_be_a_fraction(rate: object) -> None:
    assert config(project(rate_limit=rate)).projects[0].rate_limit == float(str(rate))


@pytest.mark.parametrize("zone", ["Asia/Shangai", "UTC+8", "/etc/passwd", "../UTC", "right/UTC", "localtime", "Asia"])
def test_a_time_zone_is_a_name_of_the_zone_database(zone: str) -> None:
    said = f"must be a time zone such as Asia/Shanghai, not {zone!r}"
    assert mistakes(project(), timezone=zone) == [("timezone", said)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://www.growingio.com/", "https://www.growingio.com"),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123"),
        ("https://gio.example.com/api/", "https://gio.example.com/api"),
        ("${GIO_URL}", "${GIO_URL}"),
    ],
)
def test_a_base_address_ends_without_a_slash(written: str, kept: str) -> None:
    assert config(project(base_url=written)).projects[0].base_url == kept


@pytest.mark.parametrize(
    "written",
    ["www.growingio.com", "ftp://x", "https://", "https://u:p@x", "https://x?a=1", "https://x y", "http://x:99999", 5],
)
def test_no_other_base_address_is_taken(written: object) -> None:
    assert [place for place, _ in mistakes(project(base_url=written))] == ["projects.0.base_url"]


@pytest.mark.parametrize("value", ["页面", "page-views", "page views", "a/b", "x;drop", ""])
def test_a_name_consists_of_letters_digits_and_underscores(value: str) -> None:
    assert [place for place, _ in mistakes(project(report(name=value)))] == ["projects.0.reports.0.name"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (123, "was read by YAML as a number: put it in quotes"),
        (1e5, "was read by YAML as a number: put it in quotes"),
        (True, "was read by YAML as true or false: put it in quotes"),
        ("../other", "must be an id: letters, digits, - and _ only"),
        (["a"], "must be text"),
    ],
)
def test_an_id_is_text_as_in_the_consoles_addresses(value: object, said: str) -> None:
    assert mistakes(project(report(id=value))) == [("projects.0.reports.0.id", said)]
    assert mistakes(project(segment_users=[value])) == [("projects.0.segment_users.0", said)]


@pytest.mark.parametrize("title", ["nul\x00", "half \ud83d"])
def test_text_that_postgres_cannot_hold_is_refused(title: str) -> None:
    said = "holds a character that cannot be stored"
    assert mistakes(project(report(title=title))) == [("projects.0.reports.0.title", said)]


def test_a_project_needs_a_token_or_the_pair_with_the_public_key() -> None:
    bare = {"name": "shop", "uid": "u"}
    assert mistakes(bare) == [("projects.0.token", "is missing: add token, or ai, secret and client_id")]
    needed = "is missing: without a token, ai, secret and client_id are needed together"
    assert mistakes(bare | {"ai": "a"}) == [("projects.0.secret", needed), ("projects.0.client_id", needed)]
    assert config(bare | {"ai": "a", "secret": "s", "client_id": "c"}).projects[0].token is None
    assert config(bare | {"token": "t", "ai": "a"}).projects[0].token is not None


def test_a_start_is_needed_on_the_project_or_on_every_report() -> None:
    bare = {"name": "shop", "uid": "u", "token": "t"}
    one, two = report(), report(name="other", start="2026-01-01")
    said = "is missing: the first date there is, here or on the project"
    assert mistakes(bare | {"reports": [two, one]}) == [("projects.0.reports.1.start", said)]
    said = "is missing: the first date there is, here or on each report"
    assert mistakes(bare | {"reports": [one, report(name="third")]}) == [("projects.0.start", said)]
    assert config(bare | {"reports": [two]}).reports()[0].start == date(2026, 1, 1)
    assert config(bare).reports() == ()


def test_names_are_taken_once() -> None:
    found = mistakes(project(report(), report()), project())
    assert found == [
        ("projects.1.name", "is the name of projects[0] too: shop"),
        ("projects.0.reports.1.name", "is the name of reports[0] too: page_views"),
    ]


def test_two_projects_may_use_the_same_report_name() -> None:
    both = config(project(report()), project(report(), name="app"))
    assert [spec.key for spec in both.reports()] == ["shop/page_views", "app/page_views"]


def test_two_reports_never_share_a_view() -> None:
    found = mistakes(project(report(name="b__c"), name="a"), project(report(name="c"), name="a__b"))
    said = "makes the view a__b__c, which a/b__c makes too: choose another name"
    assert found == [("projects.1.reports.0.name", said)]


def test_the_name_of_a_view_fits_postgres() -> None:
    assert config(project(report(name="r" * 57))).reports()[0].name == "r" * 57
    said = f"is too long: shop__{'r' * 58} has 64 characters, 63 at most are possible"
    assert mistakes(project(report(name="r" * 58))) == [("projects.0.reports.0.name", said)]


def test_every_mistake_is_found_at_once() -> None:
    broken = {"name": "a b", "uid": 5, "reports": [{"kind": "chat"}, "x", report(grain="hour", kind="funnel")]}
    assert {place for place, _ in mistakes(broken, timezone="Mars", foo=1)} == {
        "timezone",
        "foo",
        "projects.0.name",
        "projects.0.uid",
        "projects.0.token",
        "projects.0.start",
        "projects.0.reports.0.name",
        "projects.0.reports.0.id",
        "projects.0.reports.0.kind",
        "projects.0.reports.1",
        "projects.0.reports.2.grain",
    }


def test_a_setting_without_a_value_is_not_set() -> None:
    (found,) = config(project(report(title=None), settle=None, rate_limit=None, ai=None)).projects
    assert found.rate_limit == 2.0
    assert found.ai is None
    assert found.reports[0].title is None


def test_credentials_never_show() -> None:
    secrets = {"token": "tok-1", "ai": "ai-1", "secret": "sec-1", "client_id": "pub-1"}
    shown = repr(config(project(**secrets), notify=["dingtalk://tok-2"]))
    shown += repr(Credentials(uid="u", base_url="https://x", **secrets))
    for hidden in ("tok-1", "ai-1", "sec-1", "pub-1", "tok-2"):
        assert hidden not in shown


def test_a_mistake_beside_a_credential_does_not_show_it() -> None:
    with pytest.raises(ValidationError) as caught:
        config(project(token="tok-1", secret=["sec-1"], foo="x"))
    assert "tok-1" not in str(caught.value) + str(caught.value.errors())
    assert "sec-1" not in str(caught.value) + str(caught.value.errors())


def test_a_report_is_found_by_its_key_or_by_a_name_that_is_unique() -> None:
    both = config(project(report(), report(name="signup", kind="funnel")), project(report(), name="app"))
    assert find_report(both.reports(), "app/page_views").project == "app"
    assert find_report(both.reports(), "signup").key == "shop/signup"


def test_a_report_that_is_not_found_is_answered_with_those_like_it() -> None:
    both = config(project(report(), report(name="signup", kind="funnel")), project(report(), name="app"))
    with pytest.raises(UsageError) as caught:
        find_report(both.reports(), "page_views")
    assert str(caught.value) == ("page_views is a report of several projects: write shop/page_views or app/page_views.")
    with pytest.raises(UsageError) as caught:
        find_report(both.reports(), "Signups")
    assert str(caught.value) == "No report 'Signups' is configured; did you mean shop/signup?"
    with pytest.raises(UsageError) as caught:
        find_report(both.reports(), "zzz")
    assert str(caught.value) == "No report 'zzz' is configured; there are shop/page_views, shop/signup, app/page_views."


def test_the_configuration_cannot_be_changed_once_read() -> None:
    (found,) = config(project()).projects
    with pytest.raises(ValidationError):
        found.name = "other"


@pytest.mark.parametrize("section", [Config, ProjectConfig, ReportConfig, SettleConfig])
def test_every_setting_is_described(section: type[Config]) -> None:
    assert [name for name, field in section.model_fields.items() if not field.description] == []
