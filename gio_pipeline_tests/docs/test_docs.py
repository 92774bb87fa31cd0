"""The documentation says what is there, and all of it."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from gio_pipeline.cli.app import COMMANDS
from gio_pipeline.core.answer.times import SUMMARY_WORDS
from gio_pipeline.core.quality import CHECKS
from gio_pipeline.settings.environment import VARIABLES
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.statements import directory
from gio_pipeline_tests.docs.languages import Chinese, english
from gio_pipeline_tests.docs.reference import DOCS, OBJECTS, ROOT, pages, tables

READMES = ["README.md", "README.zh-CN.md"]
PROSE = [*READMES, *(str(path.relative_to(ROOT)) for path in sorted(DOCS.rglob("*.md")))]


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_generated_pages_are_what_the_code_and_the_database_say_in_both_languages(database_url: str) -> None:
    chinese = Chinese()
    written = pages(database_url, chinese)
    assert list(chinese.faults()) == []
    assert len(written) == 6
    assert [name for name, text in written.items() if page(f"docs/{name}") != text] == [], "run make docs"


def test_a_new_description_asks_for_its_chinese_by_name_and_an_old_one_to_be_removed() -> None:
    chinese = Chinese()
    assert chinese("Configuration") == "配置"
    assert chinese("How many cups of tea.") == "How many cups of tea."
    lacking, *left_over = chinese.faults()
    assert lacking == "chinese.yaml lacks the Chinese of 'How many cups of tea.': add it and run make docs."
    assert "chinese.yaml has 'Tables', which no generated page says any more: remove it." in left_over


def test_every_table_and_column_has_a_comment(database_url: str) -> None:
    engine = connect(database_url)
    with engine.connect() as connection:
        found = connection.execute(text(OBJECTS)).mappings().all()
        assert len(found) > 12
        assert [each["name"] for each in found if not each["comment"]] == []
    assert "| None |" not in tables(engine, english)
    engine.dispose()


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_names_every_command_and_no_other(readme: str) -> None:
    named = re.findall(r"^\| `([a-z](?:\\\||[^|])*)` \|", page(readme), flags=re.MULTILINE)
    commands = {word for cell in named for word in re.findall(r"(?:^|`)([a-z]+)", cell)}
    assert commands == COMMANDS.keys()


@pytest.mark.parametrize("name", PROSE)
def test_every_gio_pipeline_command_shown_exists(name: str) -> None:
    for command in re.findall(r"gio-pipeline ([a-z]+)", page(name)):
        assert command in COMMANDS, f"{name} shows gio-pipeline {command}"


@pytest.mark.parametrize("name", PROSE)
def test_every_make_target_shown_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), flags=re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z]+)`", page(name))) <= targets


@pytest.mark.parametrize("name", PROSE)
def test_every_table_named_exists(name: str, database_url: str) -> None:
    engine = connect(database_url)
    with engine.connect() as connection:
        exist = {each["name"] for each in connection.execute(text(OBJECTS)).mappings()}
        columns = text("select 'gio.' || table_name || '.' || column_name from information_schema.columns")
        exist |= set(connection.execute(columns).scalars())
    engine.dispose()
    named = set(re.findall(r"`(gio(?:_state)?\.[a-z_]+(?:\.[a-z_]+)?)`", page(name)))
    assert named <= exist, named - exist


@pytest.mark.parametrize("name", PROSE)
def test_every_variable_named_exists(name: str) -> None:
    named = {each for each in re.findall(r"\bGIO_[A-Z_]+\b", page(name)) if not each.startswith("GIO_SHOP_")}
    assert named <= VARIABLES.keys() | set(re.findall(r"\bGIO_[A-Z_]+\b", page(".env.example")))


def test_every_variable_the_code_reads_is_documented() -> None:
    read = {
        name
        for path in (ROOT / "gio_pipeline" / "settings").glob("*.py")
        for name in re.findall(r'"((?:GIO|DAGSTER)_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert read == VARIABLES.keys()


@pytest.mark.parametrize("name", PROSE)
def test_every_link_to_a_file_leads_somewhere(name: str) -> None:
    place = (ROOT / name).parent
    links = [each for each in re.findall(r"\]\(([^)#]+)[^)]*\)", page(name)) if "://" not in each]
    assert [each for each in links if not (place / each).exists()] == []


@pytest.mark.parametrize("name", PROSE)
def test_every_link_to_a_heading_leads_to_one(name: str) -> None:
    links = re.findall(r"\]\(([^):]*?)#([^)]+)\)", page(name))
    place = ROOT / name
    lead_nowhere = [
        (to, heading) for to, heading in links if heading not in anchors(place.parent / to if to else place)
    ]
    assert lead_nowhere == []


def anchors(path: Path) -> set[str]:
    """The addresses of a page's headings, as GitHub makes them: lower case, no punctuation, a hyphen for a blank."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def test_the_summary_words_are_those_the_code_knows() -> None:
    text = " ".join(page("docs/concepts.md").split())
    assert f"whose time is one of these words: {', '.join(SUMMARY_WORDS)}. They are counted" in text


def test_every_check_of_the_ui_is_explained() -> None:
    section = page("docs/concepts.md").partition("## What the checks")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z0-9_]+)` \|", section, flags=re.MULTILINE)) == CHECKS.keys()


def test_every_message_of_the_runbook_is_one_the_code_can_say() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "gio_pipeline").rglob("*.py"))
    seen = re.findall(r"^\| (?!what you see)(.*?) \|", page("docs/runbook.md"), flags=re.MULTILINE)
    said = [phrase for cell in seen for phrase in re.findall(r"`([^`]+)`", cell) if not phrase.startswith("gio.")]
    assert len(said) > 15
    assert [phrase for phrase in said if phrase not in code] == []


def test_every_query_named_in_the_docs_exists() -> None:
    queries = {path.stem for path in (Path(directory()) / "queries").glob("*.sql")}
    for name in PROSE:
        assert set(re.findall(r"gio-pipeline query ([a-z_]+)", page(name))) <= queries


def test_every_test_named_in_the_docs_is_where_it_is_said_to_be() -> None:
    named = [found for name in PROSE for found in re.findall(r"\[`(test_\w+)`\]\((?:\.\./)+([^)]+)\)", page(name))]
    assert len(named) > 60
    assert [test for test, path in named if f"def {test}(" not in page(path)] == []


def test_every_statement_of_the_monitoring_page_runs_for_a_reader(database_url: str) -> None:
    statements = re.findall(r"```sql\n(.*?)```", page("docs/monitoring.md"), flags=re.DOTALL)
    assert len(statements) == 4
    engine = connect(database_url)
    with engine.begin() as connection:
        connection.execute(text("set local role gio_reader"))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_every_module_that_the_architecture_names_is_there() -> None:
    named = set(re.findall(r"`([a-z_/]+\.py)`", page("docs/architecture.md")))
    assert len(named) > 30
    assert [path for path in sorted(named) if not (ROOT / "gio_pipeline" / path).is_file()] == []
