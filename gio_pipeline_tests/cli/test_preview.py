"""`gio-pipeline preview`: what a load would store, and how it differs from what is stored."""

import pytest

from gio_pipeline_tests.cli.conftest import Done, Terminal

VIEWS = "{name: views, kind: chart, id: YoX28w7R}"
CITIES = "{name: by_city, kind: chart, id: cityPv01}"
WRITTEN = """
    select (select count(*) from gio.reports), (select count(*) from gio.loads),
           (select count(*) from gio.coverage), (select count(*) from gio.points),
           (select count(*) from gio.metrics), (select count(*) from gio.dimension_sets)
"""
NOTHING = [(0, 0, 0, 0, 0, 0)]


def notes(done: Done) -> list[str]:
    """What stands below the table."""
    lines = done.out.splitlines()
    rule = next(at for at, line in enumerate(lines) if line.startswith("──"))
    return [line for line in lines[rule + 1 :] if "   " not in line]


def test_the_newest_settled_period_is_shown_and_nothing_is_stored(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    done = terminal.run("preview", "views")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "shop/views, chart YoX28w7R: 页面浏览量"
    assert lines[1].startswith("2026-06-09: 2 values in 1 request, ") and lines[1].endswith("Nothing was stored.")
    assert [row[:3] for row in done.rows()] == [
        ["2026-06-09", '{"目标用户":"全部访问用户"}', "页面浏览量"],
        ["2026-06-09", '{"目标用户":"全部访问用户"}', "访问量"],
    ]
    assert terminal.query(WRITTEN) == NOTHING


def test_the_figures_are_those_that_a_load_stores(terminal: Terminal) -> None:
    terminal.workbench.report("{name: mixed, kind: chart, id: mixCel01}")
    shown = terminal.run("preview", "mixed", "--limit", "1000").rows()
    terminal.workbench.load("mixed", "2026-06-09", "2026-06-09")
    stored = terminal.query("select metric, value, value_text from gio.report_values")
    written = [(metric, value if value is None else f"{value:,.15g}", words) for metric, value, words in stored]
    assert len(stored) == 12
    assert sorted(row[2:] for row in shown) == sorted([cell for cell in row if cell] for row in written)


def test_a_report_that_left_the_file_stays_marked_as_it_was(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.workbench.load("views", "2026-06-09", "2026-06-09")
    terminal.workbench.report(CITIES)
    assert terminal.run("preview", "by_city").code == 0
    assert terminal.query("select report, active from gio.reports") == [("views", True)]


def test_so_many_rows_are_shown_and_no_more(terminal: Terminal) -> None:
    terminal.workbench.report(CITIES)
    done = terminal.run("preview", "by_city", "--from", "2026-06-01", "--to", "2026-06-09", "--limit", "7")
    assert (done.code, len(done.rows()) - 1) == (0, 7)
    assert "2026-06-01 to 2026-06-09 (9 periods): 1,080 values in 1 request" in done.out
    assert notes(done) == ["The first 7 of 1,080 rows; --limit shows more."]
    assert [row[0] for row in done.rows()[:7]] == ["2026-06-01"] * 7


@pytest.mark.parametrize(
    ("dates", "periods"),
    [
        (("--from", "2026-06-07"), "2026-06-07 to 2026-06-09 (3 periods)"),
        (("--to", "2026-06-07"), "2026-06-07"),
        (("--from", "2026-06-10"), "2026-06-10"),
    ],
)
def test_one_date_is_enough(terminal: Terminal, dates: tuple[str, ...], periods: str) -> None:
    terminal.workbench.report(VIEWS)
    done = terminal.run("preview", "views", *dates)
    assert done.code == 0
    assert done.out.splitlines()[1].startswith(f"{periods}: ")


def test_what_has_not_settled_is_shown_as_provisional(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, "{name: hours, kind: chart, id: YoX28w7R, grain: hour}")
    done = terminal.run("preview", "views", "--from", "2026-06-09", "--to", "2026-06-10")
    assert (done.code, len(done.rows())) == (0, 4)
    assert done.err == "Provisional, since it has not settled: 2026-06-10.\n"
    hours = terminal.run("preview", "hours", "--from", "2026-06-10")
    assert hours.err == (
        "Provisional, since it has not settled: 2026-06-10 09:00 to 2026-06-10 10:00 (2 periods).\n"
        "Not asked for, since it has not begun: 2026-06-10 11:00 to 2026-06-10 23:00 (13 periods).\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("views", "--from", "2026-06-11"), "No day of shop/views begins from 2026-06-11 to 2026-06-11: it starts on "),
        (("views", "--to", "2025-12-31"), "No day of shop/views begins from 2025-12-31 to 2025-12-31: it starts on "),
        (("views", "--from", "2026-06-09", "--to", "2026-06-08"), "The dates are reversed"),
        (("nothing",), "No report 'nothing' is configured"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_asked(
    terminal: Terminal, arguments: tuple[str, ...], said: str
) -> None:
    terminal.workbench.report(VIEWS)
    done = terminal.run("preview", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(said)
    assert terminal.workbench.downloads() == 0


def test_a_changed_identity_and_a_failing_source_have_their_exit_codes(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.workbench.load("views", "2026-06-09", "2026-06-09")
    terminal.workbench.faults({"fault": "wrong_id"})
    failing = terminal.run("preview", "views")
    assert (failing.code, failing.err) == (
        1,
        "chart YoX28w7R of project shop: the answer has id anotherId, but YoX28w7R was asked for\n",
    )
    terminal.workbench.report("{name: views, kind: chart, id: cityPv01}")
    assert terminal.run("preview", "views").code == 2


def test_requests_are_made_smaller_where_the_source_demands_it(terminal: Terminal) -> None:
    terminal.workbench.report("{name: browsers, kind: chart, id: tblBrw01}", CITIES)
    done = terminal.run("preview", "browsers", "--from", "2026-06-07", "--limit", "0")
    assert "2026-06-07 to 2026-06-09 (3 periods): 240 values in 4 requests" in done.out
    terminal.workbench.faults({"fault": "request_timeout", "match": "cityPv01", "max_days": 2})
    done = terminal.run("preview", "by_city", "--from", "2026-06-06", "--limit", "0")
    assert "2026-06-06 to 2026-06-09 (4 periods): 480 values in 3 requests" in done.out
    assert terminal.query(WRITTEN) == NOTHING


def test_periods_that_were_only_asked_for_along_with_others_are_not_shown(terminal: Terminal) -> None:
    terminal.workbench.report("{name: weeks, kind: retention, id: kdj2, grain: week}")
    done = terminal.run("preview", "weeks")
    assert {row[0] for row in done.rows()} == {"2026-06-01"}


def test_without_a_difference_it_says_so(terminal: Terminal) -> None:
    reports = {"by_city": "cityPv01", "twice": "dupRow01", "mixed": "mixCel01", "odd": "oddTx001", "empty": "empty001"}
    terminal.workbench.report(*(f"{{name: {name}, kind: chart, id: {id}}}" for name, id in reports.items()))
    for name in reports:
        terminal.workbench.load(name, "2026-06-08", "2026-06-09")
        done = terminal.run("preview", name, "--from", "2026-06-08", "--diff")
        assert (done.code, notes(done)) == (0, ["What is loaded is the same."])


def test_differences_are_counted_per_metric(terminal: Terminal) -> None:
    terminal.workbench.report(CITIES)
    terminal.workbench.load("by_city", "2026-06-07", "2026-06-08")
    before = terminal.query("select metric, sum(value) from gio.report_values group by metric order by min(metric)")
    sums = {metric: int(value) for metric, value in before}
    terminal.workbench.faults(
        {"fault": "drop_rows", "match": "cityPv01", "share": 0.5, "date": "2026-06-07"},
        {"fault": "scale", "match": "cityPv01", "metric": "访问量", "factor": 3, "date": "2026-06-08"},
        {"fault": "rename_metric", "match": "cityPv01", "from": "访问用户量", "to": "独立访客"},
    )
    done = terminal.run("preview", "by_city", "--from", "2026-06-07", "--to", "2026-06-09", "--diff")
    rows = {row[0]: row[1:] for row in done.rows() if len(row) > 1}
    # 40 rows a day: half of the first are gone, the third day is not loaded.
    assert {metric: [*row[:2], *row[4:]] for metric, row in rows.items()} == {
        "页面浏览量": ["80", "100", "40", "0", "20"],
        "访问量": ["80", "100", "40", "40", "20"],
        "独立访客": ["0", "100", "100", "0", "0"],
        "访问用户量": ["80", "0", "0", "0", "80"],
    }
    assert {metric: row[2] for metric, row in rows.items() if metric in sums} == {
        metric: f"{value:,}" for metric, value in sums.items()
    }
    assert notes(done) == [
        "Not loaded: 2026-06-09.",
        "Columns differ from those loaded last: 访问用户量 disappeared, 独立访客 appeared.",
    ]


def test_of_a_report_that_was_never_loaded_everything_is_new(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    done = terminal.run("preview", "views", "--diff")
    assert [row[0:3] + row[5:] for row in done.rows()[:2]] == [
        ["页面浏览量", "0", "1", "1", "0", "0"],
        ["访问量", "0", "1", "1", "0", "0"],
    ]
    assert notes(done) == ["Not loaded: 2026-06-09."]


def test_rows_that_sum_up_the_others_are_counted(terminal: Terminal) -> None:
    terminal.workbench.report(CITIES)
    terminal.workbench.faults({"fault": "time_words", "match": "cityPv01", "words": ["均值", "总计"]})
    assert terminal.run("preview", "by_city").err == "2 rows that sum up the others (均值, 总计) would not be stored.\n"
