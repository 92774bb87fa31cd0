"""`gio-pipeline export` and `query --parquet`: files of what is loaded."""

import csv
import io
import os
import subprocess
import sys
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.reading import streamed
from gio_pipeline_tests.cli.conftest import Terminal

CITY = "page_views_by_city"


@pytest.fixture
def loaded(terminal: Terminal) -> Terminal:
    terminal.workbench.load(CITY, "2026-06-01", "2026-06-03")
    return terminal


def test_a_view_becomes_parquet_with_its_types(loaded: Terminal) -> None:
    done = loaded.run("export", CITY, "--parquet", "out.parquet")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"out.parquet: 120 rows of shop/{CITY}, 12 columns.\n"
    table = parquet.read_table(loaded.directory / "out.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert types == {
        "period_start": "timestamp[us, tz=UTC]",
        "period_date": "date32[day]",
        "period_local": "timestamp[us]",
        "state": "string",
        "provisional": "bool",
        "loaded_at": "timestamp[us, tz=UTC]",
        "目标用户": "string",
        "城市": "string",
        "访问来源": "string",
        "页面浏览量": "double",
        "访问量": "double",
        "访问用户量": "double",
    }
    assert table.column("period_start")[0].as_py() == datetime(2026, 5, 31, 16, tzinfo=UTC)
    assert table.column("period_date")[0].as_py() == date(2026, 6, 1)
    [(expected,)] = loaded.query(f'select sum("页面浏览量") from gio_reports.shop__{CITY}')
    assert sum(table.column("页面浏览量").to_pylist()) == expected
    assert [path.name for path in loaded.directory.iterdir() if "parquet" in path.name] == ["out.parquet"]


def test_dates_choose_the_periods_and_csv_goes_to_a_file_or_to_stdout(loaded: Terminal) -> None:
    done = loaded.run("export", f"shop/{CITY}", "--from", "2026-06-02", "--to", "2026-06-02", "--csv", "out.csv")
    assert done.out == f"out.csv: 40 rows of shop/{CITY}, 12 columns.\n"
    written = (loaded.directory / "out.csv").read_text(encoding="utf-8")
    piped = loaded.run("export", CITY, "--from", "2026-06-02", "--to", "2026-06-02", "--csv", "-")
    assert piped.out == written
    rows = list(csv.DictReader(io.StringIO(written)))
    assert {row["period_date"] for row in rows} == {"2026-06-02"}
    assert rows[0]["period_start"] == "2026-06-01 16:00:00+00:00"
    assert rows[0]["provisional"] == "false"


def test_a_query_becomes_parquet(loaded: Terminal) -> None:
    done = loaded.run("query", "top_cities", "--report", CITY, "--parquet", "top.parquet")
    assert (done.code, done.out) == (0, "top.parquet: 5 rows.\n")
    table = parquet.read_table(loaded.directory / "top.parquet")
    assert [str(field.type) for field in table.schema] == ["string", "double", "string", "int64", "string", "string"]
    done = loaded.run("query", "not_final_yet", "--parquet", "none.parquet")
    assert done.out == "none.parquet: 0 rows.\n"
    assert parquet.read_table(loaded.directory / "none.parquet").num_rows == 0


def test_jsonb_becomes_text_and_numerics_doubles(loaded: Terminal) -> None:
    loaded.run("query", "top_movers", "--parquet", "x.parquet")
    loaded.workbench.load(CITY, "2026-05-27", "2026-05-27")
    loaded.run("query", "top_movers", "--parquet", "x.parquet")
    table = parquet.read_table(loaded.directory / "x.parquet")
    assert table.schema.field("dimensions").type == pyarrow.string()
    assert table.column("dimensions")[0].as_py().startswith('{"城市": "')


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([CITY], 2, "Name the file: --parquet FILE or --csv FILE."),
        ([CITY, "--csv", "a", "--parquet", "b"], 2, "One file at a time: --parquet or --csv."),
        ([CITY, "--parquet", "-"], 2, "Parquet cannot be written to stdout: name a file, or use --csv -."),
        (["none", "--csv", "a"], 2, "No report"),
        ([CITY, "--csv", "no/such/directory/a"], 1, "No such file or directory"),
        ([CITY, "--csv", "a", "--from", "2026-06-03", "--to", "2026-06-01"], 2, "The dates are reversed"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is_left(
    loaded: Terminal, arguments: list[str], code: int, said: str
) -> None:
    before = set(loaded.directory.iterdir())
    done = loaded.run("export", *arguments)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(said)
    assert set(loaded.directory.iterdir()) == before


def test_before_anything_is_loaded_an_export_says_so(terminal: Terminal) -> None:
    done = terminal.run("export", CITY, "--csv", "-")
    assert (done.code, done.err) == (1, f"Nothing is loaded of shop/{CITY} yet: there is nothing to export.\n")


def test_a_failed_export_leaves_the_file_that_was_there(loaded: Terminal) -> None:
    (loaded.directory / "out.csv").write_text("before", encoding="utf-8")
    broken = f"create view gio_reports.shop__{CITY} as select current_date as period_date, 1/0 as period_start"
    loaded.query(f"drop view gio_reports.shop__{CITY}")
    loaded.query(broken)
    done = loaded.run("export", CITY, "--csv", "out.csv")
    assert (done.code, done.err) == (1, "The database answered: division by zero.\n")
    assert (loaded.directory / "out.csv").read_text(encoding="utf-8") == "before"
    assert [path.name for path in loaded.directory.iterdir() if ".new" in path.name] == []


def test_without_pyarrow_the_extra_is_named(loaded: Terminal) -> None:
    hidden = "import sys; sys.modules['pyarrow'] = None; from gio_pipeline.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", hidden, "export", CITY, "--parquet", "out.parquet"],
        cwd=loaded.directory, env=loaded.environ, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "The package pyarrow is not installed: pip install 'gio_pipeline[parquet]'.\n"


def test_an_export_to_a_reader_that_leaves_ends_quietly(loaded: Terminal) -> None:
    with loaded.start("export", CITY, "--csv", "-") as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_a_device_is_written_to_as_it_is(loaded: Terminal) -> None:
    assert loaded.run("export", CITY, "--csv", os.devnull).code == 0
    assert not Path(os.devnull).is_file()


def test_a_large_result_is_never_whole_in_memory(database_url: str) -> None:
    engine = connect(database_url)
    tracemalloc.start()
    rows = 0
    with streamed(engine, "select n, repeat('x', 100) as text from generate_series(1, 300000) n") as stream:
        for batch in stream.batches:
            rows += len(batch)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    engine.dispose()
    assert rows == 300_000
    assert peak < 30_000_000
