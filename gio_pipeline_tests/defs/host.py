"""A Dagster project of somebody's own, as `create-dagster` lays one out, loaded in this process or by `dg`."""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from dagster import Definitions, load_from_defs_folder

SCRIPTS = Path(sys.executable).parent
PYPROJECT = """
[tool.dg]
directory_type = "project"

[tool.dg.project]
root_module = "{name}"
"""
DEFINITIONS = """
from pathlib import Path
from dagster import definitions, load_from_defs_folder

@definitions
def defs():
    return load_from_defs_folder(path_within_project=Path(__file__).parent)
"""
TYPE = "type: gio_pipeline.GrowingIOComponent\n"
SHOP = """
attributes:
  projects:
    - name: shop
      uid: "{{ env.HOST_UID }}"
      token: "{{ env.HOST_TOKEN }}"
      start: 2026-01-01
      reports:
        - {name: views, kind: chart, id: a1}
        - {name: signup, kind: funnel, id: a2}
"""


class Host:
    """Its files lie below src/<package>/defs; a name of its own, since a process imports a package once."""

    def __init__(self, root: Path, files: Mapping[str, str]) -> None:
        self.root, self.name = root, f"host_{secrets.token_hex(6)}"
        self.source = root / "src"
        self.write("../__init__.py", "")
        self.write("../definitions.py", DEFINITIONS)
        self.write("__init__.py", "")
        (root / "pyproject.toml").write_text(PYPROJECT.format(name=self.name), encoding="utf-8")
        for path, text in files.items():
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        target = self.source / self.name / "defs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def load(self) -> Definitions:
        """What Dagster loads from it."""
        sys.path.insert(0, str(self.source))
        try:
            return load_from_defs_folder(path_within_project=self.source / self.name)
        finally:
            sys.path.remove(str(self.source))

    def mistake(self) -> str:
        """The whole of what Dagster says where it cannot be loaded."""
        try:
            self.load().get_repository_def()
        except Exception as error:
            said: BaseException | None = error
            lines = []
            while said:
                lines.append(str(said))
                said = said.__cause__ or said.__context__
            return "\n".join(lines)
        raise AssertionError("it can be loaded")


def dg_environ(**more: str) -> dict[str, str]:
    """An environment in which dg and create-dagster are at hand and send nothing home."""
    path = f"{SCRIPTS}:{os.environ['PATH']}"
    return {"PATH": path, "DAGSTER_DISABLE_TELEMETRY": "1", "COLUMNS": "200", "LC_ALL": "C.UTF-8", **more}


def call(command: list[str], cwd: Path, environ: Mapping[str, str]) -> str:
    done = subprocess.run(command, cwd=cwd, env=dict(environ), capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
