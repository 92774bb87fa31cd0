"""`gio-pipeline load`: loads the periods of a range of dates."""

from contextlib import closing
from datetime import date
from functools import partial

import click

from gio_pipeline.cli.command import DAY, Command, acts
from gio_pipeline.cli.credentials import unusable
from gio_pipeline.cli.dry_run import print_plan
from gio_pipeline.cli.pages import prepare, show_loaded
from gio_pipeline.cli.progress import Lines, progress
from gio_pipeline.cli.sample import own_settings
from gio_pipeline.cli.screen import say
from gio_pipeline.cli.summary import print_summary
from gio_pipeline.core.errors import ConfigError, GioError, WarehouseError
from gio_pipeline.pipeline.plans import LoadPlan
from gio_pipeline.pipeline.requested import Request, make_plans, read_request
from gio_pipeline.pipeline.results import Failure, LoadResult
from gio_pipeline.pipeline.runtime import ReportStates, Runtime, open_runtime, report_state
from gio_pipeline.pipeline.status import due_lines, report_statuses
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.availability import patiently


@click.command(cls=Command)
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option("--from", "first", type=DAY, required=True, help="First day, inclusive.")
@click.option("--to", "last", type=DAY, required=True, help="Last day, inclusive.")
@click.option("--full-refresh", is_flag=True, help="Pull again what is final already.")
@click.option("--allow-unsettled", is_flag=True, help="Store periods that have not settled, as provisional.")
@click.option("--dry-run", is_flag=True, help="Print periods, requests and shortest time, and do nothing.")
def load(
    reports: tuple[str, ...], first: date, last: date, full_refresh: bool, allow_unsettled: bool, dry_run: bool
) -> int:
    """Loads the periods whose first day lies in the dates.

    Without REPORT all are loaded, each from its own start. What is final is skipped unless --full-refresh; what has
    not settled is refused, with the time at which it settles. Exit code 1: something did not load.
    """
    settings = own_settings(asks=True)
    now = settings.clock()
    request = read_request(settings, reports, first, last, now)
    request.full_refresh, request.allow_unsettled = full_refresh, allow_unsettled
    for note in request.notes:
        say(note)
    if not request.reports:
        return 0
    if dry_run:
        return print_plan(settings, request, now)
    acts()
    return _load(settings, request)


def _load(settings: Settings, request: Request) -> int:
    with closing(open_runtime(settings)) as runtime:
        states = patiently(partial(ReportStates, runtime, [each.spec for each in request.reports]), "planning")
        plans = make_plans(request, states.of, runtime.clock())
        projects = [plan.state.spec.project for plan in plans if plan.windows]
        lacking = unusable(settings, projects, named=request.named)
        if projects:
            prepare(settings)
        with progress(plans) as shown:
            results = _load_all(runtime, plans, shown, lacking)
        show_loaded(runtime, results)
        made_due = [result.spec for result in results if result.made_due]
        found = report_statuses(runtime.engine, made_due, runtime.clock()) if made_due else []
    code = print_summary(results, request)
    for line in due_lines(found):
        say(line)
    if not request.allow_unsettled and any(result.refused for result in results):
        say("--allow-unsettled stores what has begun already, as provisional.")
    return code


def _load_all(
    runtime: Runtime, plans: list[LoadPlan], shown: Lines, lacking: dict[str, ConfigError]
) -> list[LoadResult]:
    """What each plan came to, in their order; those that cannot be tried fail, the others are loaded together."""
    from gio_pipeline.pipeline.load import LoadOrder, LoadOrigin, load_reports

    results = {plan.state.spec.key: plan.result() for plan in plans}

    def ended(plan: LoadPlan, result: LoadResult | GioError) -> None:
        if isinstance(result, GioError):
            results[plan.state.spec.key].failures = [Failure(window, result) for window in plan.windows]
            result = results[plan.state.spec.key]
        result.made_due = _made_due(runtime, plan) if result.committed else 0
        results[plan.state.spec.key] = result
        shown.end(result)

    orders = []
    for plan in plans:
        if plan.windows:
            shown.begin(plan)
            if reason := plan.failure or lacking.get(plan.state.spec.project):
                ended(plan, reason)
            else:
                orders.append(LoadOrder(plan, shown.update))
    load_reports(runtime, orders, LoadOrigin("load"), ended=ended, flowing=shown.flow)
    return list(results.values())


def _made_due(runtime: Runtime, plan: LoadPlan) -> int:
    """How many periods the schedules have to pull now that they had not before."""
    try:
        after = report_state(runtime, plan.state.spec)
    except WarehouseError:
        # What was loaded is committed; this is only an additional remark.
        return 0
    return len(after.due(plan.now).keys() - plan.state.due(plan.now).keys())
