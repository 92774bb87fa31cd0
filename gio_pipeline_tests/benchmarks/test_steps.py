"""The benchmark's table of steps names functions of today."""

import ast
from pathlib import Path

import pytest

import gio_pipeline
from benchmarks.steps import STEPS

PACKAGE = Path(gio_pipeline.__file__).parent


@pytest.mark.parametrize("place", [place for place in STEPS.values() if place[0] != "~"], ids="::".join)
def test_a_step_is_a_function_of_the_package(place: tuple[str, str]) -> None:
    file, function = place
    tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
    assert function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
