"""What a `load` would do: plans, and how they are shown."""

from collections.abc import Sequence
from datetime import datetime

from gio_pipeline.cli.screen import Cell, complain, say, table
from gio_pipeline.core.kinds import Kind
from gio_pipeline.core.wording import by_line, count, duration
from gio_pipeline.pipeline.plans import LoadPlan
from gio_pipeline.pipeline.requested import Request, make_plans
from gio_pipeline.pipeline.runtime import Runtime, report_state
from gio_pipeline.pipeline.status import existing_warehouse
from gio_pipeline.pipeline.wording import later_periods, refusals
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.report_state import ReportState

MOST_NAMED = 3
_COLUMNS = ("report", "periods", "requests", "skipped as final", "not settled", "shortest time")


def print_plan(settings: Settings, request: Request, now: datetime) -> int:
    """Prints the plan; reads the warehouse if there is one, changes nothing, asks GrowingIO nothing."""
    with existing_warehouse(settings) as engine:
        runtime = Runtime(settings, engine) if engine else None
        plans = make_plans(
            request,
            lambda spec: report_state(runtime, spec) if runtime else ReportState(spec, None),
            runtime.clock() if runtime else now,
        )
    spacing = {project.name: 1 / project.rate_limit for project in settings.config.projects}
    table(_COLUMNS, [_row(plan, spacing) for plan in plans], _COLUMNS[1:], keys=1)
    refused = [(plan.state.spec.key, line) for plan in plans for line in refusals(plan.state.timetable, plan.refused)]
    later = [(each.spec.key, line) for each in request.reports for line in later_periods(each, request.last)]
    for line in by_line([*refused, *later]):
        say(line)
    _print_total(plans, spacing)
    if runtime is None:
        say("The warehouse has no tables yet; load makes them. The plan is that of an empty one.")
    say("This was a dry run: nothing was asked for, nothing was written.")
    for plan in plans:
        if plan.failure:
            complain(f"{plan.state.spec.key}: {plan.failure}")
    return 1 if any(plan.failure for plan in plans) else 0


def _row(plan: LoadPlan, spacing: dict[str, float]) -> list[Cell]:
    shortest = _shortest([plan], spacing)
    numbers = [len(plan.periods), len(plan.windows), plan.skipped, len(plan.refused)]
    return [plan.state.spec.key, *numbers, duration(shortest)]


def _shortest(plans: Sequence[LoadPlan], spacing: dict[str, float], *, timeless: bool = False) -> float:
    """Seconds in which the limits let all requests leave: a project's share its limit, projects go side by side."""
    requests: dict[str, int] = {}
    for plan in plans:
        project = plan.state.spec.project
        requests[project] = requests.get(project, 0) + len(plan.windows)
        requests[project] += len(plan.periods) if timeless and _guessed(plan) else 0
    return max((number * spacing[project] for project, number in requests.items()), default=0.0)


def _print_total(plans: Sequence[LoadPlan], spacing: dict[str, float]) -> None:
    periods, requests = sum(len(plan.periods) for plan in plans), sum(len(plan.windows) for plan in plans)
    say(
        f"{count(periods, 'period')} in {count(requests, 'request')}, "
        f"{duration(_shortest(plans, spacing))} at least at the rate limit."
    )
    guessed = [plan for plan in plans if _guessed(plan)]
    if guessed:
        keys = [plan.state.spec.key for plan in guessed]
        named = ", ".join(keys[:MOST_NAMED]) + (f" and {len(keys) - MOST_NAMED:,} more" if keys[MOST_NAMED:] else "")
        worst = requests + sum(len(plan.periods) for plan in guessed)
        then = f"{count(worst, 'request')}, {duration(_shortest(plans, spacing, timeless=True))} at least"
        say(f"If its rows turn out to carry no time, a chart takes a request per period: {named}. Then it is {then}.")


def _guessed(plan: LoadPlan) -> bool:
    answered = plan.state.stored is not None and plan.state.stored.answered_at is not None
    return plan.state.spec.kind is Kind.CHART and not answered and len(plan.periods) > len(plan.windows)
