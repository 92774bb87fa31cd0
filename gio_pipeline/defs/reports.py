"""One asset per report, a line of reports.yaml, and what its page in the UI says before anything is loaded."""

import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.quality import CHECKS, checks_of
from gio_pipeline.core.text import as_markdown
from gio_pipeline.defs.partitions import asset_key, first_period, key_of, partitions_definition, source_key
from gio_pipeline.defs.resources import runtime_key
from gio_pipeline.settings import Settings
from gio_pipeline.settings.environment import filled_in, unset

# For a warehouse that restarts while the step begins. Requests were repeated for minutes before they failed.
RETRIES = dg.RetryPolicy(max_retries=2, delay=20, backoff=dg.Backoff.EXPONENTIAL)
_RESULT = "result"
_IN, _OUT, _CHECKED = dg.In(dg.Nothing), dg.Out(is_required=False), dg.Out(dagster_type=None, is_required=False)
# What Dagster takes for an owner.
_MAIL_OR_TEAM = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,7}|team:\S+")
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def report_asset(spec: ReportSpec, settings: Settings, retries: dg.RetryPolicy | None = RETRIES) -> dg.AssetsDefinition:
    """The asset of one report, partitioned by its grain; a range of partitions is one run.

    What @asset makes, made without it: the decorator reads signatures, three times as long for five hundred reports.
    """
    described, source, runtime = asset_spec(spec, settings), source_key(spec.project), runtime_key(settings)
    upstream = "_".join(source.path)
    checks = {each.get_python_identifier(): each for each in check_specs(spec)}

    def load(
        context: dg.AssetExecutionContext, _: Mapping[str, Any]
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult[None]]:
        # Imported by the runs alone: pandas and SQLAlchemy take as long as the definitions of five hundred reports.
        from gio_pipeline.defs.assets import materialized

        yield from materialized(context, getattr(context.resources, runtime), spec, retries)

    op = dg.OpDefinition(
        load,
        name=described.key.to_python_identifier(),
        description=described.description,
        ins={upstream: _IN},
        outs={_RESULT: _OUT, **dict.fromkeys(checks, _CHECKED)},
        required_resource_keys={runtime},
        pool=f"gio_{spec.project}",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        return dg.AssetsDefinition(
            node_def=op,
            keys_by_input_name={upstream: source},
            keys_by_output_name={_RESULT: described.key},
            specs=[described],
            check_specs_by_output_name=checks,
            backfill_policy=dg.BackfillPolicy.single_run(),
            can_subset=True,
        )


def asset_spec(spec: ReportSpec, settings: Settings) -> dg.AssetSpec:
    """A report's asset: its partitions, and all that its page says."""
    return dg.AssetSpec(
        asset_key(spec),
        deps=[source_key(spec.project)],
        description=description(spec, settings),
        metadata=metadata(spec, settings),
        group_name=spec.project,
        owners=_owners(spec),
        kinds={"postgres", "view", str(spec.kind)},
        # What the UI's search takes: tag:gio/kind=funnel.
        tags={"gio/kind": str(spec.kind), "gio/grain": str(spec.grain)},
        partitions_def=partitions_definition(spec),
    )


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


def metadata(spec: ReportSpec, settings: Settings) -> Mapping[str, dg.MetadataValue]:
    """What stands beside the description; a link to the console where the project's address is known."""
    texts = {"owner": spec.owner} if spec.owner and not _owners(spec) else {}
    texts |= {
        "grain": str(spec.grain),
        "start": key_of(spec, first_period(spec)),
        "time zone": spec.timezone,
        "dagster/table_name": view(spec),
    }
    found = {name: dg.MetadataValue.text(text) for name, text in texts.items()}
    base_url = _base_url(spec.project, settings)
    return {"console": dg.MetadataValue.url(_console(spec, base_url)), **found} if base_url else found


def _base_url(project: str, settings: Settings) -> str | None:
    base_url = settings.project(project).base_url
    return None if unset([base_url], settings.environ) else filled_in(base_url, settings.environ).rstrip("/")


def _console(spec: ReportSpec, base_url: str) -> str:
    # The vendor's page shows /admin/projects/nxog09md/dashboard/YoX28w7R; the other kinds are taken to be alike.
    place = f"dashboard/{spec.dashboard}" if spec.dashboard else f"{spec.kind}/{spec.id}"
    return f"{base_url}/admin/projects/{spec.uid}/{place}"


def source_asset(project: str, uid: str, settings: Settings) -> dg.AssetSpec:
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


def _owners(spec: ReportSpec) -> list[str]:
    return [spec.owner] if spec.owner and _MAIL_OR_TEAM.fullmatch(spec.owner) else []


def check_specs(spec: ReportSpec) -> list[dg.AssetCheckSpec]:
    return [dg.AssetCheckSpec(name, asset=asset_key(spec), description=CHECKS[name]) for name in checks_of(spec.kind)]
