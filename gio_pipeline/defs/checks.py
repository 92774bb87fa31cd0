"""A report's asset checks: run with every load of it, and none of them holds anything up."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from dagster import AssetCheckResult, AssetCheckSeverity, AssetKey, MetadataValue

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.quality import CheckResult, checks_of
from gio_pipeline.core.text import as_markdown
from gio_pipeline.defs.groups import asset_key
from gio_pipeline.pipeline.quality import assess
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime


def check_results(runtime: Runtime, result: LoadResult, since: datetime) -> list[AssetCheckResult]:
    """What the checks say after a load that was planned at `since`; raises WarehouseError."""
    return list(_results(asset_key(result.spec), assess(runtime, result, since)))


def red(results: Iterable[AssetCheckResult]) -> dict[str, str]:
    """The sentences of the failed checks that are more than warnings, by their names."""
    return {
        str(each.check_name): each.description or ""
        for each in results
        if not each.passed and each.severity is AssetCheckSeverity.ERROR
    }


def unchecked(spec: ReportSpec, reason: str) -> list[AssetCheckResult]:
    """A warning for each check that could not look: Dagster fails a run that leaves one out."""
    findings = [CheckResult(name, False, f"Not checked: {reason}", warning=True) for name in checks_of(spec.kind)]
    return list(_results(asset_key(spec), findings))


def _results(key: AssetKey, findings: Iterable[CheckResult]) -> Iterator[AssetCheckResult]:
    for finding in findings:
        yield AssetCheckResult(
            asset_key=key,
            check_name=finding.check,
            passed=finding.passed,
            severity=AssetCheckSeverity.WARN if finding.warning else AssetCheckSeverity.ERROR,
            description=as_markdown(finding.sentence),
            metadata={name: _shown(value) for name, value in finding.numbers.items()},
        )


def _shown(value: float | str) -> MetadataValue:
    if isinstance(value, str):
        return MetadataValue.text(value)
    return MetadataValue.int(value) if isinstance(value, int) else MetadataValue.float(value)
