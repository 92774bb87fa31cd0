"""Every statement of the warehouse has a name, says what it does, and is used."""

import re
from pathlib import Path

import pytest

from gio_pipeline.warehouse.statements import directory, named_statements, sql

ROOT = Path(__file__).parents[2]
FILES = sorted(directory().glob("*.sql"))
MODULES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "gio_pipeline/warehouse").glob("*.py")}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_statement_of_a_file_is_named_described_and_used_by_its_module(file: Path) -> None:
    statements = named_statements(file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("-- name: ")
    assert len(statements) == sum(line.startswith("-- name: ") for line in lines)
    assert all(statements.values())
    unused = [name for name in statements if not re.search(rf"\b{name}\b", MODULES[file.stem])]
    if file.stem == "reset":
        # Named by the tables they empty.
        unused = [name for name in unused if f'"{name.removeprefix("delete_")}"' not in MODULES["reset"]]
    assert unused == []


def test_every_statement_that_is_asked_for_exists() -> None:
    named = re.compile(rf'"((?:{"|".join(file.stem for file in FILES)})/\w+)"')
    asked = {
        name
        for path in (ROOT / "gio_pipeline/warehouse").glob("*.py")
        for name in named.findall(path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 80
    assert all(sql(name) for name in asked)
