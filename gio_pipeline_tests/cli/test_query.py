"""`gio-pipeline query`."""

import csv
import os
import pty
import re
import subprocess
import sys
from decimal import Decimal

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from gio_pipeline.cli.query import print_rows
from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.reading import run_query
from gio_pipeline_tests.cli.conftest import Terminal


def test_without_a_name_the_queries_are_listed_with_what_they_answer(terminal: Terminal) -> None:
    done = terminal.run("query")
    assert done.code == 0
    assert "\nfreshness_per_report        How fresh each report is: " in "\n" + done.out


def test_an_unknown_query_is_refused_with_the_names_there_are(terminal: Terminal) -> None:
    done = terminal.run("query", "../merge/finish")
    assert done.code == 2
    assert done.err.startswith("There is no query '../merge/finish'; there are ")
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


def test_decimals_stand_to_the_right_and_truth_is_written_as_in_sql(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(["share", "final"], [[Decimal("1.000"), True], [Decimal("1234.5"), False], [None, None]])
    assert capsys.readouterr().out.splitlines() == [
        "  share   final",
        "───────────────",
        "  1.000   true",
        "1,234.5   false",
        "",
        "(3 rows)",
    ]


def test_a_query_that_finds_nothing_says_what_it_looks_for(terminal: Terminal) -> None:
    terminal.workbench.load("page_views_by_city", "2026-06-01", "2026-06-03")
    done = terminal.run("query", "dau_mau")
    assert "(0 rows)\nStickiness: the average daily users of a month" in done.out
    assert "a report of its own, of the same id, with grain: month." in done.out


NARROW = """
from gio_pipeline.cli.screen import table
rows = [["shop/城市", 1234, "2026-06-10 04:05 done"], ["app/signup", 7, None]]
table(["report", "loaded", "last load"], rows, ["loaded"])
"""


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        ("28", ["report      loaded", "  last load", "─" * 21,
                "shop/城市    1,234", "  2026-06-10 04:05 done", "app/signup       7"]),
        ("41", ["report      loaded  last load", "─" * 41,
                "shop/城市    1,234  2026-06-10 04:05 done", "app/signup       7"]),
    ],
)  # fmt: skip
def test_on_a_narrow_terminal_a_row_takes_several_lines(columns: str, lines: list[str]) -> None:
    ours, theirs = pty.openpty()
    environ = {**os.environ, "COLUMNS": columns}
    subprocess.run([sys.executable, "-c", NARROW], stdout=theirs, env=environ, check=True, timeout=60)
    os.close(theirs)
    written = os.read(ours, 65_536).decode()
    os.close(ours)
    assert re.sub(r"\x1b\[\d*m", "", written).splitlines() == lines


def test_chinese_stands_in_line_and_control_characters_are_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(["城市", "views", "note"], [["上海", 1234, "\x1b[31mred\n"], ["New York", 5, None]])
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "城市       views   note",
        "────────────────────────────────",
        "上海       1,234   \\x1b[31mred\\n",
        "New York       5",
        "(2 rows)",
    ]
