"""A Dagster instance of a test's own, on the reports, database and sandbox of a workbench."""

from collections import Counter
from datetime import datetime
from pathlib import Path

from dagster import (
    AssetCheckKey,
    AssetKey,
    AssetRecordsFilter,
    DagsterEventType,
    Definitions,
    ExecuteInProcessResult,
    RetryPolicy,
    RunRequest,
    build_schedule_context,
)
from dagster._core.definitions.data_version import DATA_VERSION_TAG
from dagster._core.definitions.schedule_definition import ScheduleExecutionData

from gio_pipeline.defs.build import build_definitions
from gio_pipeline.defs.home import open_instance
from gio_pipeline.settings import Settings, load_settings
from gio_pipeline_tests.workbench import Workbench

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
JOB = "shop_daily"


class DagsterBench:
    """Runs jobs and evaluates schedules in this process; partitions are named by their keys."""

    def __init__(self, workbench: Workbench, home: Path) -> None:
        self.workbench, self.home = workbench, home
        # Capturing what a run prints takes processes of Dagster's that may outlive a run in a thread.
        self.instance = open_instance(home, captures=False)

    @property
    def settings(self) -> Settings:
        environ = {**self.workbench.environ, "DAGSTER_HOME": str(self.home)}
        return load_settings(environ, self.workbench.directory)

    @property
    def definitions(self) -> Definitions:
        """As a process that starts now would load them; what may pass is tried again soon."""
        return build_definitions(self.settings, retries=RetryPolicy(max_retries=2, delay=1.5))

    def run(self, first: str, last: str, *reports: str, job: str = JOB, **tags: str) -> ExecuteInProcessResult:
        """A run of the range as the UI launches it; no report named: the whole job."""
        spanned = {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last}
        written = {f"dagster/{name}": value for name, value in tags.items()}
        return self._execute(
            job, [AssetKey(["gio_reports", f"shop__{report}"]) for report in reports], spanned | written
        )

    def materialize(self, report: str, partition: str) -> ExecuteInProcessResult:
        return self._execute(JOB, [AssetKey(["gio_reports", f"shop__{report}"])], {"dagster/partition": partition})

    def tick(self, schedule: str = JOB) -> ScheduleExecutionData:
        """The schedule's own evaluation."""
        repository = self.definitions.get_repository_def()
        resources = repository.get_top_level_resources()
        at = datetime.fromisoformat(self.workbench.now)
        with build_schedule_context(self.instance, at, resources, repository) as context:
            return repository.get_schedule_def(schedule).evaluate_tick(context)

    def carry_out(self, request: RunRequest, job: str = JOB) -> ExecuteInProcessResult:
        """The run that a tick requested, with the tags the daemon gives it."""
        checks = None if request.asset_check_keys is None else set(request.asset_check_keys)
        return self._execute(job, list(request.asset_selection or []), dict(request.tags), checks)

    def tick_and_run(self, schedule: str = JOB) -> list[ExecuteInProcessResult]:
        return [self.carry_out(request, schedule) for request in self.tick(schedule).run_requests or []]

    def _execute(
        self, job: str, selection: list[AssetKey], tags: dict[str, str], checks: set[AssetCheckKey] | None = None
    ) -> ExecuteInProcessResult:
        whole = self.definitions.resolve_job_def(job)
        chosen = whole.get_subset(asset_selection=set(selection), asset_check_selection=checks) if selection else whole
        return chosen.execute_in_process(run_config=QUIET, instance=self.instance, raise_on_error=False, tags=tags)

    def marks(self, report: str) -> list[str]:
        """The partitions of a report that Dagster shows as materialized."""
        return sorted(self.instance.get_materialized_partitions(AssetKey(["gio_reports", f"shop__{report}"])))

    def metadata(self, report: str, partition: str) -> dict[str, object]:
        """What the last mark of a partition says."""
        wanted = AssetRecordsFilter(AssetKey(["gio_reports", f"shop__{report}"]), asset_partitions=[partition])
        found = self.instance.fetch_materializations(wanted, limit=1).records[0].asset_materialization
        assert found is not None
        return {name: value.value for name, value in found.metadata.items()}

    def versions(self, report: str) -> dict[str, str]:
        """The data version of every partition."""
        found = self.instance.event_log_storage.get_latest_tags_by_partition(
            AssetKey(["gio_reports", f"shop__{report}"]), DagsterEventType.ASSET_MATERIALIZATION, [DATA_VERSION_TAG]
        )
        return {partition: tags[DATA_VERSION_TAG] for partition, tags in found.items()}

    def counts(self, report: str) -> Counter[str | None]:
        """How often every partition was marked."""
        records = self.instance.fetch_materializations(AssetKey(["gio_reports", f"shop__{report}"]), limit=1000).records
        return Counter(record.partition_key for record in records)

    def close(self) -> None:
        self.instance.dispose()


def name_of(key: AssetKey) -> str:
    """The report's name in its asset's key."""
    return key.path[-1].partition("__")[2]


def failures(result: ExecuteInProcessResult) -> dict[str, str]:
    """What each failed report of a run said, by its name."""
    found = {}
    for event in result.get_step_failure_events():
        said = event.step_failure_data.user_failure_data
        assert said is not None and said.description is not None, event.step_failure_data.error
        found[str(event.step_key).removeprefix("gio_reports__shop__")] = said.description
    return found
