"""Tells people of failed runs through Apprise: DingTalk, Feishu, WeCom, Slack, mail and others."""

from dagster import (
    DagsterEventType,
    DefaultSensorStatus,
    RunFailureSensorContext,
    SensorDefinition,
    SkipReason,
    run_failure_sensor,
)

from gio_pipeline.core.errors import ConfigError
from gio_pipeline.core.extras import missing_extra
from gio_pipeline.defs.ours import Ours
from gio_pipeline.settings import Settings

LONGEST = 3_000  # characters; chat services cut or refuse more


def failure_sensor(settings: Settings, ours: Ours) -> list[SensorDefinition]:
    """A sensor that notifies the addresses of `notify`; none where there are none."""
    if not settings.config.notify:
        return []

    @run_failure_sensor(
        name="tell_of_failed_runs",
        default_status=DefaultSensorStatus.RUNNING,
        description="Tells the Apprise addresses under notify which run failed, why, and what to do.",
    )
    def tell(context: RunFailureSensorContext) -> SkipReason | None:
        if not ours.owns(context.dagster_run):
            return SkipReason("The run is of another team's job.")
        return _tell(settings, _title(context), _reasons(context))

    return [tell]


def _tell(settings: Settings, title: str, body: str) -> SkipReason | None:
    """Where nobody could be told the tick says so: the run itself shows its failure all the same."""
    try:
        from apprise import Apprise
    except ImportError:
        return SkipReason(f"notify: {missing_extra('apprise', 'notify')}.")
    try:
        addresses = settings.notify()
    except ConfigError as error:
        return SkipReason(str(error))
    messenger = Apprise()
    unknown = [number for number, address in enumerate(addresses, 1) if not messenger.add(address)]
    if unknown:
        # By number: an address holds its credentials.
        return SkipReason(f"notify: entry {', '.join(map(str, unknown))} is no Apprise address.")
    if not messenger.notify(title=title, body=body):
        return SkipReason("notify: not every address took the message; the daemon's log says more.")
    return None


def _title(context: RunFailureSensorContext) -> str:
    return f"gio_pipeline: {context.dagster_run.job_name} failed"


def _reasons(context: RunFailureSensorContext) -> str:
    run = context.dagster_run
    said = []
    for record in context.instance.all_logs(run.run_id, of_type=DagsterEventType.STEP_FAILURE):
        event = record.dagster_event
        failure = event.step_failure_data.user_failure_data if event else None
        if failure and failure.description:
            said.append(failure.description)
    reasons = said or [context.failure_event.message or "No reason was given."]
    return "\n".join([*reasons, f"Run {run.run_id}"])[:LONGEST]
