"""The sensors that tell people: of troubles, of a warehouse that is away, of runs that failed for another reason."""

import dagster as dg

from gio_pipeline.defs.ours import Ours
from gio_pipeline.defs.resources import named
from gio_pipeline.settings import Settings

EVERY_SECONDS = 60


def notice_sensors(settings: Settings, ours: Ours) -> list[dg.SensorDefinition]:
    """Sensors that notify the addresses of `notify`; none where there are none."""
    return [_failed_runs(settings, ours), _troubles(settings)] if settings.config.notify else []


def _failed_runs(settings: Settings, ours: Ours) -> dg.SensorDefinition:
    @dg.run_failure_sensor(
        name=named("tell_of_failed_runs", settings),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells the Apprise addresses under notify which run failed, why, and what to do; once of a trouble "
        "that lasts.",
    )
    def tell(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
        if not ours.owns(context.dagster_run):
            return dg.SkipReason("The run is of another team's job.")
        # Here and not above, as in `report_asset`.
        from gio_pipeline.defs.telling import tell_of_failure

        problem = tell_of_failure(settings, context)
        return dg.SkipReason(problem) if problem else None

    return tell


def _troubles(settings: Settings) -> dg.SensorDefinition:
    @dg.sensor(
        name=named("tell_of_troubles", settings),
        minimum_interval_seconds=EVERY_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells the Apprise addresses under notify what is in trouble: when it begins, once a day while it "
        "lasts, and when it is over.",
    )
    def tell(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        from gio_pipeline.defs.telling import look

        return dg.SkipReason(look(settings, context.instance) or "Everything is told.")

    return tell
