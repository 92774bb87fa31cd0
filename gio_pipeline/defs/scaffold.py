"""`dg scaffold defs gio_pipeline.GrowingIOComponent`: a defs.yaml that works, with what the account holds if it can."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import dagster as dg
from dagster.components.component_scaffolding import scaffold_component
from pydantic import BaseModel, Field

from gio_pipeline.core.errors import GioError, WarehouseError
from gio_pipeline.pipeline.discover import additions, discover
from gio_pipeline.pipeline.runtime import Runtime, trial_warehouse
from gio_pipeline.settings import Settings
from gio_pipeline.settings.additions import Addition
from gio_pipeline.settings.hosted import host_environ, hosted_settings
from gio_pipeline.settings.yaml_file import Written

_UID = re.compile(r"GIO_([A-Z0-9_]+)_UID", re.ASCII)
_SETTINGS = ("uid", "token", "ai", "secret", "client_id", "base_url")
_EXAMPLE = Addition({"name": "page_views", "kind": "chart", "id": "YoX28w7R"}, "an example: put your own here")
_TEMPLATE = re.compile(r"\{[{%#]")
_HEAD = """\
type: {type}

attributes:
  # What reports.yaml may say, or `config: reports.yaml`. Variables of a project and of database_url are looked up
  # when something is loaded, not before.
  # database_url: "{{{{ env.ANALYTICS_DATABASE_URL }}}}"   # unset: GIO_DATABASE_URL, else the embedded Postgres
  # translation: {{owners: ["team:data"], group_name: growingio}}   # of the reports' assets
  projects:
"""


class Params(BaseModel):
    """The parameters of `dg scaffold`."""

    project: str = Field(default="shop", description="Your name for the project, where the environment names none.")


@dataclass(frozen=True)
class _Project:
    """A project as defs.yaml will name it. given: the variables of its settings, such as uid: GIO_SHOP_UID."""

    name: str
    given: Mapping[str, str]
    start: str
    reports: Sequence[Addition] = (_EXAMPLE,)

    def text(self) -> str:
        lines = [f'{setting}: "{{{{ env.{variable} }}}}"' for setting, variable in self.given.items()]
        lines += [f"start: {self.start}", "reports:" if self.reports else "reports: []"]
        lines += [f"  {_harmless(each).line}" for each in self.reports]
        return "".join([f"    - name: {self.name}\n", *(f"      {line}\n" for line in lines)])


class GrowingIOScaffolder(dg.Scaffolder[Params]):
    """Writes the reports it finds in the projects whose uid and credentials the environment holds.

    Where it holds none, an example to be filled in, which Dagster loads all the same.
    """

    @classmethod
    def get_scaffold_params(cls) -> type[Params]:
        return Params

    def scaffold(self, request: dg.ScaffoldRequest[Params]) -> None:
        if request.scaffold_format != "yaml":
            scaffold_component(request, {})
            return
        path = request.target_path if request.append else request.target_path / "defs.yaml"
        environ = host_environ(request.project_root or path.parent)
        try:
            projects = _projects(environ, request.params.project)
        except GioError as error:
            raise click.ClickException(str(error)) from None
        text = _HEAD.format(type=request.type_name) + "".join(each.text() for each in projects)
        with path.open("a" if request.append else "w", encoding="utf-8") as file:
            file.write(f"---\n{text}" if request.append else text)


def _projects(environ: Mapping[str, str], example: str) -> list[_Project]:
    """Those that could be asked, with their reports; else the example."""
    given = {name: found for name in _names(environ) if _opens(found := _given(name, environ))}
    settings = _settings(given or {example: _given(example, None)}, environ)
    start = f"{settings.clock().year - 1}-01-01"
    projects = [_Project(name, variables, start) for name, variables in given.items()]
    if not projects:
        variables = _given(example, None)
        click.echo(f"An example, for no project's {' and '.join(variables.values())} are in the environment.")
        return [_Project(example, variables, start)]
    try:
        with trial_warehouse(settings) as engine:
            return [_discovered(Runtime(settings, engine), each) for each in projects]
    except WarehouseError as error:
        click.echo(f"An example, for nothing could be asked for: {error}")
        return projects


def _names(environ: Mapping[str, str]) -> list[str]:
    return [found[1].lower() for each in environ if (found := _UID.fullmatch(each))]


def _given(project: str, environ: Mapping[str, str] | None) -> dict[str, str]:
    """The variables of a project's settings that are set; without an environment those of an example."""
    names = {setting: f"GIO_{project.upper()}_{setting.upper()}" for setting in _SETTINGS}
    if environ is None:
        return {setting: names[setting] for setting in ("uid", "token")}
    return {setting: name for setting, name in names.items() if environ.get(name, "").strip()}


def _opens(given: Mapping[str, str]) -> bool:
    return "uid" in given and ("token" in given or {"ai", "secret", "client_id"} <= given.keys())


def _settings(given: Mapping[str, Mapping[str, str]], environ: Mapping[str, str]) -> Settings:
    projects = [
        {"name": name, **{setting: f"${{{variable}}}" for setting, variable in found.items()}, "start": "2026-01-01"}
        for name, found in given.items()
    ]
    written = Written("defs.yaml", {"projects": projects}, lambda _: 0)
    return hosted_settings(written, Path.cwd(), path=Path("defs.yaml"), environ=environ)


def _discovered(runtime: Runtime, project: _Project) -> _Project:
    found = discover(runtime, project.name)
    for warning in found.warnings:
        click.echo(f"Warning: {warning}")
    entries = additions(found, runtime.settings.clock().date())
    click.echo(f"{project.name}: {len(entries)} reports found.")
    return replace(project, reports=tuple(entries))


def _harmless(entry: Addition) -> Addition:
    """Without words of the source that Dagster would take for a template."""
    kept = {name: value for name, value in entry.settings.items() if not _TEMPLATE.search(value)}
    return replace(entry, settings=kept)
