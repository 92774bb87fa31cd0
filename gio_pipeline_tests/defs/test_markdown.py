"""Nothing that the source or reports.yaml says is Markdown or HTML in the viewer's browser: nothing fetches or runs."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from dagster import (
    DagsterEventType,
    ExecuteInProcessResult,
    MarkdownMetadataValue,
    TableSchemaMetadataValue,
)
from markdown_it import MarkdownIt

from gio_pipeline_tests.defs.dagster_bench import DagsterBench
from gio_pipeline_tests.reliability.handmade import DAY_MS, JUNE_9, REPORT, Source, dim, met, source

PAYLOADS = [
    "![i](http://host.invalid/x.png)",
    "![i][r]\n\n[r]: http://host.invalid/x.png",
    "[click](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<iframe src='http://host.invalid/'></iframe>",
    "<style>@import 'http://host.invalid/x.css'</style>",
    "<a href='http://host.invalid/'>a</a>",
    "<http://host.invalid/>",
    "`code` ```fence```",
    "a|b||c",
    "**bold** _em_ ~~gone~~",
    "# heading",
    "> quote",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\![i](http://host.invalid/x.png)",
    ")](http://host.invalid/x.png) ![",
    "</td></tr></table><img src=//host.invalid/x>",
    "<!-- --><input autofocus onfocus=alert(1)>",
    "data:text/html,<script>alert(1)</script>",
    "占比(%)",
    "%(start)s {view} \\' \" $$",
    "<link rel=stylesheet href=//host.invalid/x.css>",
]
OURS = {"p", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "ul", "li", "br", "img", "a"}


class Rendered(HTMLParser):
    """The tags of some Markdown with the addresses they point at, and its text."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""
        renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        # Every address becomes a link or a picture, as in the UI.
        vars(renderer)["validateLink"] = lambda _: True
        self.feed(renderer.render(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_harmless(markdown: str) -> None:
    shown = Rendered(markdown)
    assert shown.tags <= OURS, markdown
    for address in shown.addresses:
        assert address.startswith(("data:image/svg+xml,", "http://127.0.0.1:")), markdown


@pytest.fixture
def handmade(tmp_path: Path, database_url: str) -> Iterator[Source]:
    with source(tmp_path, database_url) as made:
        yield made


def rendered_of(bench: DagsterBench, run: ExecuteInProcessResult) -> list[str]:
    """All that the UI renders as Markdown of a run."""
    found: list[str] = []
    for entry in bench.instance.all_logs(run.run_id):
        event = entry.dagster_event
        if event and event.event_type is DagsterEventType.ASSET_MATERIALIZATION:
            found += _texts(event.step_materialization_data.materialization.metadata)
        if event and event.event_type is DagsterEventType.ASSET_CHECK_EVALUATION:
            check = event.asset_check_evaluation_data
            found += [check.description or "", *_texts(check.metadata)]
    return found


def _texts(metadata: Any) -> list[str]:
    texts = [str(each.value) for each in metadata.values() if isinstance(each, MarkdownMetadataValue)]
    tables = [each.schema for each in metadata.values() if isinstance(each, TableSchemaMetadataValue)]
    return [*texts, *(column.description or "" for table in tables for column in table.columns)]


def test_what_the_source_calls_things_is_text_on_the_pages_of_a_run(handmade: Source, bench: DagsterBench) -> None:
    handmade.bench.report(REPORT)
    shown = DagsterBench(handmade.bench, bench.home)
    half, texts = len(PAYLOADS) // 2, []
    for value, day, names in ((100, 8, PAYLOADS), (1, 9, PAYLOADS[::-1])):
        meta = [*map(dim, names[:half]), dim("时间"), *map(met, names[half:])]
        row = [*names[:half], JUNE_9 + (day - 9) * DAY_MS, *[value] * len(names[half:])]
        handmade.says(meta, json.dumps([row]), name=names[0])
        run = shown.run(f"2026-06-0{day}", f"2026-06-0{day}", "handmade")
        assert run.success
        texts += rendered_of(shown, run)
    shown.close()
    for text in texts:
        assert_harmless(text)
    said = [Rendered(text).text.strip() for text in texts]
    assert {" ".join(f"metric: {each}".split()) for each in PAYLOADS} <= {" ".join(each.split()) for each in said}


def test_titles_descriptions_and_owners_are_text_on_the_pages_of_the_assets(bench: DagsterBench) -> None:
    bench.workbench.report(
        *(
            f"{{name: x{n}, kind: chart, id: a{n}, title: {words}, description: {words}, owner: {words}}}"
            for n, words in enumerate(map(json.dumps, PAYLOADS))
        )
    )
    described = [spec.description or "" for spec in bench.definitions.resolve_all_asset_specs()]
    for text in described:
        assert_harmless(text)
    said = [" ".join(Rendered(text).text.split()) for text in described]
    for payload in PAYLOADS:
        assert [text for text in said if text.startswith(" ".join(payload.split()))], payload
