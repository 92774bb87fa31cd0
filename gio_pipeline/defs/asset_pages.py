"""What a report's page in the Dagster UI says before anything is loaded."""

import re
from collections.abc import Mapping

import dagster as dg

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.quality import CHECKS, checks_of
from gio_pipeline.core.text import as_markdown
from gio_pipeline.defs.groups import asset_key, source_key
from gio_pipeline.defs.partitions import first_period, key_of
from gio_pipeline.settings import Settings
from gio_pipeline.settings.environment import filled_in, unset

# What Dagster takes for an owner.
_MAIL_OR_TEAM = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,7}|team:\S+")
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def description(spec: ReportSpec, settings: Settings) -> str:
    """Markdown: what the report is, where the console shows it, and the SQL that reads it."""
    words = [as_markdown(text) for text in (spec.title, spec.description) if text]
    base_url = _base_url(spec.project, settings)
    place = f" [Open it in the console]({_console(spec, base_url)})." if base_url else ""
    words.append(f"The {spec.kind} `{spec.id}` of GrowingIO project `{spec.uid}` by {spec.grain}.{place}")
    where = f"where project = '{spec.project}' and report = '{spec.name}'"
    statements = [
        f"select * from {view(spec)} order by period_start desc limit 100;",
        "select period_date, dimensions, metric, value, value_text, state\nfrom gio.report_values\n"
        f"{where}\norder by period_start desc limit 100;",
    ]
    if series := KINDS[spec.kind].series_view:
        statements.append(f"select {series.columns}\nfrom {series.name}\n{where}\norder by {series.order} limit 100;")
    words.append("```sql\n{}\n```".format("\n\n".join(statements)))
    return "\n\n".join(words)


def view(spec: ReportSpec) -> str:
    """The report's view as SQL names it."""
    name = f"{spec.project}__{spec.name}"
    return f"gio_reports.{name}" if _PLAIN.fullmatch(name) else f'gio_reports."{name}"'


def metadata(spec: ReportSpec, settings: Settings) -> Mapping[str, dg.MetadataValue | str]:
    """What stands beside the description; a link to the console where the project's address is known."""
    found: dict[str, dg.MetadataValue | str] = {}
    if base_url := _base_url(spec.project, settings):
        found["console"] = dg.MetadataValue.url(_console(spec, base_url))
    if spec.owner and not owners(spec):
        found["owner"] = spec.owner
    return found | {
        "grain": str(spec.grain),
        "start": key_of(spec, first_period(spec)),
        "time zone": spec.timezone,
        "dagster/table_name": view(spec),
    }


def _base_url(project: str, settings: Settings) -> str | None:
    base_url = settings.project(project).base_url
    return None if unset([base_url], settings.environ) else filled_in(base_url, settings.environ).rstrip("/")


def _console(spec: ReportSpec, base_url: str) -> str:
    # The vendor's page shows /admin/projects/nxog09md/dashboard/YoX28w7R; the other kinds are taken to be alike.
    place = f"dashboard/{spec.dashboard}" if spec.dashboard else f"{spec.kind}/{spec.id}"
    return f"{base_url}/admin/projects/{spec.uid}/{place}"


def tags(spec: ReportSpec) -> dict[str, str]:
    """What the UI's search takes: tag:gio/kind=funnel."""
    return {"gio/kind": str(spec.kind), "gio/grain": str(spec.grain)}


def source(project: str, uid: str, settings: Settings) -> dg.AssetSpec:
    """GrowingIO's project, upstream of its reports in the lineage."""
    base_url = _base_url(project, settings)
    console = {"console": dg.MetadataValue.url(f"{base_url}/admin/projects/{uid}")} if base_url else {}
    return dg.AssetSpec(
        source_key(project),
        description=f"Project `{uid}` at GrowingIO, as its statistics export API answers.",
        metadata=console,
        kinds={"growingio"},
        group_name=project,
    )


def owners(spec: ReportSpec) -> list[str]:
    """The owner where Dagster takes it for one: an e-mail address, or team:name."""
    return [spec.owner] if spec.owner and _MAIL_OR_TEAM.fullmatch(spec.owner) else []


def kinds(spec: ReportSpec) -> set[str]:
    return {"postgres", "view", str(spec.kind)}


def check_specs(spec: ReportSpec) -> list[dg.AssetCheckSpec]:
    """The checks of a chart, funnel or retention."""
    return [dg.AssetCheckSpec(name, asset=asset_key(spec), description=CHECKS[name]) for name in checks_of(spec.kind)]
