"""What a person does in the Dagster UI, as the UI asks for it."""

from collections.abc import Iterable
from typing import Any

from gio_pipeline_tests.deploy.compose import Topology, wait_until
from gio_pipeline_tests.deploy.truth import execute

LOADED = """{ workspaceOrError { ... on Workspace { locationEntries {
    loadStatus locationOrLoadError { __typename ... on PythonError { message } } } } } }"""
BACKFILL = """mutation($params: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $params) {
    __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } } }"""
LAUNCH = """mutation($params: ExecutionParams!) { launchPipelineExecution(executionParams: $params) {
    __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""
RUNS = """query($filter: RunsFilter) { runsOrError(filter: $filter) { ... on Runs { results {
    runId status tags { key value } assetSelection { path } } } } }"""
SCHEDULES = """query($at: RepositorySelector!) { schedulesOrError(repositorySelector: $at) {
    ... on Schedules { results { name scheduleState { id status } } } } }"""
STOP = """mutation($id: String!) { stopRunningSchedule(id: $id) {
    __typename ... on ScheduleStateResult { scheduleState { status } } ... on PythonError { message } } }"""
FORGET = "update kvs set value = '0' where key = 'EVENT_LOG_CONSUMER_CURSOR-RUN_FAILURE'"
FINISHED = {"SUCCESS", "FAILURE", "CANCELED"}


def wait_for_code(fleet: Topology) -> None:
    """Waits until the webserver has loaded the definitions."""

    def loaded() -> bool:
        entries = fleet.graphql(LOADED)["workspaceOrError"]["locationEntries"]
        found = [each["locationOrLoadError"] for each in entries if each["loadStatus"] == "LOADED"]
        return bool(found) and all(each["__typename"] == "RepositoryLocation" for each in found)

    wait_until("code location", loaded)


def stop_schedules(fleet: Topology) -> None:
    """Switches every schedule off: what a test loads is not to depend on the minute it runs at."""
    at = {"repositoryName": "__repository__", "repositoryLocationName": "gio_pipeline"}
    found = fleet.graphql(SCHEDULES, at=at)["schedulesOrError"]["results"]
    for state in (each["scheduleState"] for each in found):
        if state["status"] == "RUNNING":
            answer = fleet.graphql(STOP, id=state["id"])["stopRunningSchedule"]
            assert answer["__typename"] == "ScheduleStateResult", answer
            assert answer["scheduleState"]["status"] == "STOPPED"
    assert found


def key_of(report: str) -> list[str]:
    return ["gio_reports", report.replace("/", "__")]


def report_of(key: list[str]) -> str:
    return key[-1].replace("__", "/", 1)


def materialize(fleet: Topology, job: str, reports: Iterable[str], first: str, last: str, **more: str) -> str:
    """A range of partitions of the reports (project/name) in one run, with more tags of Dagster's; returns its id."""
    spanned = {"asset_partition_range_start": first, "asset_partition_range_end": last}
    tags = [{"key": f"dagster/{name}", "value": value} for name, value in {**spanned, **more}.items()]
    selector = {
        "repositoryName": "__repository__",
        "repositoryLocationName": "gio_pipeline",
        "pipelineName": job,
        "assetSelection": [{"path": key_of(report)} for report in reports],
    }
    params = {"selector": selector, "executionMetadata": {"tags": tags}, "runConfigData": {}}
    answer = fleet.graphql(LAUNCH, params=params)["launchPipelineExecution"]
    assert answer["__typename"] == "LaunchRunSuccess", answer
    run_id: str = answer["run"]["runId"]
    return run_id


def backfill(fleet: Topology, ranges: dict[str, tuple[str, str]]) -> str:
    """A backfill of a range of partitions of each report (project/name); returns its id."""
    partitions = [
        {"assetKey": {"path": key_of(report)}, "partitions": {"range": {"start": first, "end": last}}}
        for report, (first, last) in ranges.items()
    ]
    answer = fleet.graphql(BACKFILL, params={"partitionsByAssets": partitions})["launchPartitionBackfill"]
    assert answer["__typename"] == "LaunchBackfillSuccess", answer
    backfill_id: str = answer["backfillId"]
    return backfill_id


def runs(fleet: Topology, **tags: str) -> list[dict[str, Any]]:
    """The runs with these tags (`/` written as `__`), oldest first; tags as a dict."""
    wanted = [{"key": name.replace("__", "/"), "value": value} for name, value in tags.items()]
    found = fleet.graphql(RUNS, filter={"tags": wanted})["runsOrError"]["results"]
    return [{**run, "tags": {tag["key"]: tag["value"] for tag in run["tags"]}} for run in reversed(found)]


def look_at_failures_again(fleet: Topology) -> None:
    """Has Dagster's daemon consider every run that died, also those it has considered.

    Dagster writes "failed" into the event log first and into the run after it: a daemon that looks in between never
    tries the run again. No test is to depend on that.
    """
    execute(fleet.database_url("dagster", "DAGSTER_POSTGRES_PASSWORD"), FORGET)


def wait_for_retry(fleet: Topology, run_id: str) -> str:
    """How the run ended that the daemon made of one that died."""

    def ended() -> str | None:
        look_at_failures_again(fleet)
        found = [run["status"] for run in runs(fleet, dagster__parent_run_id=run_id)]
        return found[0] if found and found[0] in FINISHED else None

    assert wait_for_run(fleet, run_id) == "FAILURE"
    return wait_until(f"retry of {run_id}", ended) or ""


def wait_for_run(fleet: Topology, run_id: str, seconds: float = 120) -> str:
    """How the run ended."""

    def ended() -> str | None:
        found = [run for run in runs(fleet) if run["runId"] == run_id]
        return found[0]["status"] if found and found[0]["status"] in FINISHED else None

    return wait_until(f"run {run_id}", ended, seconds) or ""
