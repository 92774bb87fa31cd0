"""A report's asset checks: run with every load of it, and none of them holds anything up."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import dagster as dg

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.quality import CheckResult, checks_of
from gio_pipeline.core.text import as_markdown
from gio_pipeline.defs.partitions import asset_key
from gio_pipeline.pipeline.quality import assess
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime


def check_results(runtime: Runtime, result: LoadResult, since: datetime) -> list[dg.AssetCheckResult]:
    """What the checks say after a load that was planned at `since`; raises WarehouseError."""
    return list(_results(asset_key(result.spec), assess(runtime, result, since)))


def selected(context: dg.AssetExecutionContext, results: Iterable[dg.AssetCheckResult]) -> list[dg.AssetCheckResult]:
    """Those whose checks are outputs of the step, as in runs from the UI; a schedule's run has none."""
    names = {key.name for key in context.selected_asset_check_keys}
    return [each for each in results if each.check_name in names]


def shown(context: dg.AssetExecutionContext, results: Sequence[dg.AssetCheckResult]) -> Iterator[dg.AssetCheckResult]:
    """The selected ones; the others are logged as Dagster itself would."""
    outputs = selected(context, results)
    yield from outputs
    for each in results:
        if each not in outputs:
            context.log_event(each.to_asset_check_evaluation(context.get_step_execution_context()))


def red(results: Iterable[dg.AssetCheckResult]) -> dict[str, str]:
    """The sentences of the failed checks that are more than warnings, by their names."""
    return {
        str(each.check_name): each.description or ""
        for each in results
        if not each.passed and each.severity is dg.AssetCheckSeverity.ERROR
    }


def unchecked(spec: ReportSpec, reason: str) -> list[dg.AssetCheckResult]:
    """A warning for each check that could not look: Dagster fails a run that leaves one out."""
    findings = [CheckResult(name, False, f"Not checked: {reason}", warning=True) for name in checks_of(spec.kind)]
    return list(_results(asset_key(spec), findings))


def _results(key: dg.AssetKey, findings: Iterable[CheckResult]) -> Iterator[dg.AssetCheckResult]:
    for finding in findings:
        yield dg.AssetCheckResult(
            asset_key=key,
            check_name=finding.check,
            passed=finding.passed,
            severity=dg.AssetCheckSeverity.WARN if finding.warning else dg.AssetCheckSeverity.ERROR,
            description=as_markdown(finding.sentence),
            metadata=finding.numbers,
        )
