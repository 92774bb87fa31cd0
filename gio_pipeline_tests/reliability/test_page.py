"""docs/reliability.md and the tests say the same."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
ROW = re.compile(r"^\| (?!fault \|)(?!---).*\|$", flags=re.MULTILINE)
SHOWN = re.compile(r"\[`(test_\w+)`\]\(\.\./([\w/]+\.py)\)")


def test_every_row_of_the_page_names_a_test_that_exists() -> None:
    rows = ROW.findall(PAGE.read_text(encoding="utf-8").replace("|---|---|---|---|", ""))
    assert len(rows) > 50
    for row in rows:
        named = SHOWN.findall(row)
        assert named, row
        for name, path in named:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path} has no {name}"


def test_every_test_of_reliability_is_in_a_row_of_the_page() -> None:
    named = {name for name, _ in SHOWN.findall(PAGE.read_text(encoding="utf-8"))}
    tests = {
        name
        for path in Path(__file__).parent.glob("test_*.py")
        if path != Path(__file__)
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }
    assert tests - named == set()
