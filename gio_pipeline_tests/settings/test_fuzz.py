"""Whatever stands in the files, the answer is a configuration or a ConfigError."""

import json
import re
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gio_pipeline.core.errors import ConfigError
from gio_pipeline.settings import load_settings
from gio_pipeline.settings.environment import database_url

EXAMPLE = (Path(__file__).parents[2] / "reports.example.yaml").read_text()
FRAGMENTS = [
    *("projects:", "name", "uid", "reports", "settle"),
    *("&a ", "*a", "<<: ", "!!int ", "!x ", "%YAML 1.1\n", "---", "..."),
    *("\n", "\n  ", "\n    ", "\n- ", ": ", "? ", "- ", "{", "}", "[", "]", ", ", "'", '"', "|\n ", ">-\n ", "#", "\t"),
    *("${A}", "${", "$A", "~", "null", "true"),
    *("0x1f", ".inf", "1e999", "9" * 5000, "2026-02-30", "04:00", "\x00", "\x85"),
    *("\ufeff", "\u2028", "页面", "\\", '"\\ud800"', '"\\x00"', "=", "@", "`", "12:30:45"),
]  # fmt: skip
quick = settings(
    deadline=None, derandomize=True, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def is_answered(folder: Path, content: bytes) -> bool:
    """Whether the content is a configuration; anything but a ConfigError escapes."""
    (folder / "reports.yaml").write_bytes(content)
    try:
        load_settings({"A": "1"}, folder).reports()
    except ConfigError as error:
        assert str(error).startswith("reports.yaml")
        assert not re.search("pydantic|validation|Traceback|ruamel|tag:yaml", str(error))
        return False
    return True


@quick
@given(st.binary())
def test_arbitrary_bytes(tmp_path: Path, content: bytes) -> None:
    is_answered(tmp_path, content)


@quick
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_fragments_of_yaml(tmp_path: Path, text: str) -> None:
    is_answered(tmp_path, text.encode())


@quick
@given(st.data())
def test_an_example_with_something_put_in_or_cut_out(tmp_path: Path, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(EXAMPLE)))
    length = data.draw(st.integers(0, 40))
    fragment = data.draw(st.sampled_from(FRAGMENTS) | st.text(max_size=5))
    text = EXAMPLE[:start] + fragment + EXAMPLE[start + length :]
    is_answered(tmp_path, text.encode("utf-8", "surrogatepass"))


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["${A}", "day", "2026-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
places = [
    *((), ("projects",), ("settle",), ("settle", "day_at"), ("timezone",), ("days_off",), ("notify",)),
    *((("projects", 0), ("projects", 0, "reports"), ("projects", 0, "reports", 0))),
    *(("projects", 0, name) for name in ("name", "uid", "token", "client_id", "base_url", "start", "rate_limit")),
    *(("projects", 0, "reports", 0, name) for name in ("name", "kind", "id", "grain", "conversion_window", "start")),
    *(("projects", 0, "reports", 0, name) for name in ("refresh_periods", "on_empty", "title", "other")),
]


def sound() -> dict[str, Any]:
    report = {"name": "a", "kind": "funnel", "id": "x", "grain": "day", "conversion_window": 7}
    project = {"name": "p", "uid": "u", "token": "t", "start": "2026-01-01", "reports": [report]}
    return {"settle": {"day_at": "04:00"}, "projects": [project]}


@quick
@given(st.lists(st.tuples(st.sampled_from(places), values), max_size=3))
def test_any_value_at_any_setting(tmp_path: Path, changes: list[tuple[tuple[str | int, ...], Any]]) -> None:
    root: Any = {"root": sound()}
    for place, value in changes:
        _put(root, ("root", *place), value)
    # JSON is YAML, and keeps half surrogates as escapes.
    is_answered(tmp_path, json.dumps(root["root"]).encode())


def _put(node: Any, place: tuple[str | int, ...], value: Any) -> None:
    for part in place[:-1]:
        if not isinstance(node, dict | list) or (isinstance(node, list) and not node):
            return
        node = node.get(part) if isinstance(node, dict) else node[0]
    if isinstance(node, dict):
        node[place[-1]] = value


def test_what_is_fuzzed_is_a_configuration_to_begin_with(tmp_path: Path) -> None:
    assert is_answered(tmp_path, json.dumps(sound()).encode())
    assert is_answered(tmp_path, EXAMPLE.encode())


@quick
@given(st.binary())
def test_an_env_file_of_arbitrary_bytes(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "reports.yaml").write_text(json.dumps(sound()))
    (tmp_path / ".env").write_bytes(content)
    try:
        load_settings({}, tmp_path)
    except ConfigError as error:
        assert str(error).startswith(".env")


@quick
@given(st.text(alphabet="postgresql+py:/@[]%?#=,user0123. "))
def test_an_arbitrary_database_address(url: str) -> None:
    try:
        database_url({"GIO_DATABASE_URL": url})
    except ConfigError as error:
        assert str(error).startswith("GIO_DATABASE_URL")
