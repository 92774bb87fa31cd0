"""`gio-pipeline query`."""

import csv

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from gio_pipeline.cli.query import print_rows, run_query
from gio_pipeline.core.errors import WarehouseError
from gio_pipeline_tests.cli.conftest import Terminal


def test_without_a_name_the_queries_are_listed_with_what_they_answer(terminal: Terminal) -> None:
    done = terminal.run("query")
    assert done.code == 0
    assert "\nfreshness_per_report             How fresh each report is: " in "\n" + done.out


def test_an_unknown_query_is_refused_with_the_names_there_are(terminal: Terminal) -> None:
    done = terminal.run("query", "../load/insert_load")
    assert done.code == 2
    assert done.err.startswith("There is no query '../load/insert_load'; there are ")
    assert "freshness_per_report" in done.err


def test_a_query_prints_a_table(terminal: Terminal) -> None:
    terminal.workbench.load("page_views_by_city", "2026-06-01", "2026-06-03")
    done = terminal.run("query", "freshness_per_report")
    assert (done.code, done.err) == (0, "")
    row, count = done.rows()
    assert row[:7] == ["shop", "page_views_by_city", "chart", "day", "2026-06-03", "2026-06-03", "3"]
    assert count == ["(1 row)"]


def test_a_query_prints_csv_that_a_csv_reader_reads(terminal: Terminal) -> None:
    terminal.workbench.load("page_views_by_city", "2026-06-01", "2026-06-03")
    done = terminal.run("query", "freshness_per_report", "--csv")
    [row] = csv.DictReader(done.out.splitlines())
    assert (row["report"], row["newest_final"], row["periods"]) == ("page_views_by_city", "2026-06-03", "3")


def test_before_anything_is_loaded_a_query_says_so(terminal: Terminal, empty_database_url: str) -> None:
    terminal.extra = {"GIO_DATABASE_URL": empty_database_url}
    done = terminal.run("query", "freshness_per_report")
    assert (done.code, done.err) == (
        1,
        "Nothing is loaded yet: gio-pipeline load makes the tables and fills them.\n",
    )


def test_a_query_can_only_read(database_url: str) -> None:
    engine = create_engine(database_url, poolclass=NullPool)
    with pytest.raises(WarehouseError, match="read-only transaction"):
        run_query(engine, "delete from gio.reports")


def test_percent_signs_and_colons_mean_what_they_mean_in_sql(database_url: str) -> None:
    engine = create_engine(database_url, poolclass=NullPool)
    assert run_query(engine, "select 'a%b' like 'a%', ':x' as \"%s\", 7 % 4") == (
        ["?column?", "%s", "?column?"],
        [(True, ":x", 3)],
    )


def test_chinese_stands_in_line_and_control_characters_are_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(["城市", "views", "note"], [["上海", 1234, "\x1b[31mred\n"], ["New York", 5, None]])
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "城市       views   note",
        "────────────────────────────────",
        "上海       1,234   \\x1b[31mred\\n",
        "New York       5",
        "(2 rows)",
    ]
