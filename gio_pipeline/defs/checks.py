"""A report's asset checks: run with every load of it, and none of them holds anything up."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import dagster as dg
from dagster._core.definitions.asset_checks.asset_check_evaluation import AssetCheckEvaluationTargetMaterializationData

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.quality import CheckResult, checks_of
from gio_pipeline.core.text import as_markdown
from gio_pipeline.defs.groups import asset_key
from gio_pipeline.pipeline.quality import assess
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime


def check_results(runtime: Runtime, result: LoadResult, since: datetime) -> list[dg.AssetCheckResult]:
    """What the checks say after a load that was planned at `since`; raises WarehouseError."""
    return list(_results(asset_key(result.spec), assess(runtime, result, since)))


def selected(context: dg.AssetExecutionContext, results: Iterable[dg.AssetCheckResult]) -> list[dg.AssetCheckResult]:
    """Those whose checks are outputs of the step, as in runs from the UI; a schedule's run has none."""
    return [each for each in results if _key(context, each) in context.selected_asset_check_keys]


def shown(context: dg.AssetExecutionContext, results: Sequence[dg.AssetCheckResult]) -> Iterator[dg.AssetCheckResult]:
    """The selected ones; the others are logged."""
    outputs = selected(context, results)
    yield from outputs
    logged = [each for each in results if each not in outputs]
    newest = _newest_mark(context, _key(context, logged[0]).asset_key) if logged else None
    for each in logged:
        key = _key(context, each)
        context.log_event(
            dg.AssetCheckEvaluation(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=each.passed,
                severity=each.severity,
                description=each.description,
                metadata=each.metadata,
                target_materialization_data=newest,
            )
        )


def _key(context: dg.AssetExecutionContext, result: dg.AssetCheckResult) -> dg.AssetCheckKey:
    return dg.AssetCheckKey(result.asset_key or context.asset_key, str(result.check_name))


def _newest_mark(
    context: dg.AssetExecutionContext, key: dg.AssetKey
) -> AssetCheckEvaluationTargetMaterializationData | None:
    records = context.instance.fetch_materializations(key, limit=1).records
    return (
        AssetCheckEvaluationTargetMaterializationData(
            storage_id=records[0].storage_id, run_id=records[0].run_id, timestamp=records[0].timestamp
        )
        if records
        else None
    )


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
