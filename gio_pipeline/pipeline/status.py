"""How far each report is loaded: read from the warehouse, without loading anything and without pandas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.coverage import NOTHING, LoadedPeriods
from gio_pipeline.core.due import Reason, left_alone
from gio_pipeline.core.errors import IdentityChanged, Unforeseen, WarehouseError
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.periods import Period, State, Timetable
from gio_pipeline.core.quality import CHANCE
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.core.wording import by_line, ranges
from gio_pipeline.pipeline.contained import contained
from gio_pipeline.pipeline.plans import exporter_in_words
from gio_pipeline.pipeline.runtime import embedded, open_engine
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.engine import Engine, Row
from gio_pipeline.warehouse.migrate import pending
from gio_pipeline.warehouse.report_state import (
    ReportState,
    last_loads,
    read_states,
    unknown_label_names,
    warehouse_exists,
)

# So that fifty reports of which the same holds are one short line.
_NAMED = 4


@dataclass(frozen=True)
class ReportStatus:
    """One report: what is loaded, and what is missing between the first loaded period and now.

    changed: why nothing else is known, as a rule that its name stands for another report now. late_since: when the
    oldest of the newer periods settled that is not loaded, where that was more than two hours ago. due: what the next
    tick asks for. left_alone: what of the time since `start` no tick does. exporter: why V3 is asked. last_load:
    finished_at (by the database's clock), status and error of the newest row of gio.loads.
    """

    spec: ReportSpec
    timetable: Timetable
    next_settling: datetime
    loaded: LoadedPeriods = NOTHING
    holes: tuple[Period, ...] = ()
    last_load: Row[Any] | None = None
    changed: str | None = None
    trouble: Trouble | None = None
    red_checks: tuple[str, ...] = ()
    late_since: datetime | None = None
    due: tuple[Period, ...] = ()
    left_alone: tuple[Period, ...] = ()
    exporter: str | None = None


@contextmanager
def existing_warehouse(settings: Settings) -> Iterator[Engine | None]:
    """The warehouse as it is, None where nothing was ever set up; a stopped embedded server is started.

    Raises WarehouseError where it cannot be reached, or is of another version.
    """
    if settings.database_url is None and embedded(settings).url() is None:
        yield None
        return
    engine = open_engine(settings)
    try:
        yield engine if _up_to_date(engine) else None
    finally:
        engine.dispose()


def _up_to_date(engine: Engine) -> bool:
    exists = warehouse_exists(engine)
    missing = pending(engine) if exists else []
    if missing:
        raise WarehouseError(
            f"The warehouse was made by an older gio_pipeline and lacks {missing[0].name}: run gio-pipeline db upgrade."
        )
    return exists


def report_statuses(engine: Engine | None, specs: Sequence[ReportSpec], now: datetime) -> list[ReportStatus]:
    """The status of each report, in the order given; without an engine nothing is loaded."""
    if engine is None:
        return [_status(ReportState(spec, None), {}, now) for spec in specs]
    states, loads = read_states(engine, specs, lambda _: now), {row.report_id: row for row in last_loads(engine)}
    return [_status(states[spec.key], loads, now) for spec in specs]


def _status(state: ReportState, loads: Mapping[int, Row[Any]], now: datetime) -> ReportStatus:
    spec, troubles = state.spec, state.troubles or {}
    try:
        with contained(spec.key):
            status = _known(state, loads, now)
    except (IdentityChanged, Unforeseen) as error:
        reason = f"{spec.key}: {error}" if isinstance(error, Unforeseen) else str(error)
        status = ReportStatus(spec, spec.timetable, spec.timetable.next_settling(now), changed=reason)
    begins = f"{spec.name} "
    red = tuple(name.removeprefix(begins) for name in sorted(troubles) if name.startswith(begins))
    return replace(status, trouble=troubles.get(spec.name), red_checks=red)


def _known(state: ReportState, loads: Mapping[int, Row[Any]], now: datetime) -> ReportStatus:
    if state.error:
        raise state.error
    found, loaded, timetable = state.due(now), state.loaded, state.timetable
    return ReportStatus(
        state.spec,
        timetable,
        timetable.next_settling(now),
        loaded,
        holes=tuple(period for period, reason in found.items() if loaded and reason is Reason.MISSING),
        last_load=loads.get(state.stored.report_id) if state.stored else None,
        late_since=_late_since(timetable, loaded, found, now),
        due=tuple(found),
        left_alone=tuple(left_alone(state.schedulable, loaded, now)),
        exporter=exporter_in_words(state.spec, state.stored),
    )


def unknown_labels(engine: Engine) -> dict[str, list[str]]:
    """By `project/name`, the columns of which a series was expected and no step or period could be read."""
    kinds = [str(kind) for kind, record in KINDS.items() if record.series_view]
    found: dict[str, list[str]] = {}
    for key, name in unknown_label_names(engine, kinds):
        found.setdefault(key, []).append(name)
    return found


def _late_since(
    timetable: Timetable, loaded: LoadedPeriods, found: Mapping[Period, Reason], now: datetime
) -> datetime | None:
    newest = loaded.newest_final
    missing = [
        timetable.settles_at(period)
        for period, reason in found.items()
        if reason in (Reason.MISSING, Reason.PROVISIONAL) and (newest is None or period > newest)
    ]
    late = [at for at in missing if now - at > CHANCE]
    return min(late, default=None)


def not_final(status: ReportStatus, day: date) -> dict[Period, State | None]:
    """The periods that are not final (None: not loaded) from the first loaded one to the last that ends on `day`.

    Empty where all are. A report of which nothing up to `day` is loaded names its last such period.
    """
    calendar = status.timetable.calendar
    last = calendar.shift(calendar.containing(calendar.at(day + timedelta(days=1))), -1)
    first = status.loaded.first or last
    if first > last:
        return {last: None}
    found = {period: status.loaded.state_of(period) for period in calendar.between(first, last)}
    return {period: state for period, state in found.items() if state is not State.FINAL}


def due_lines(statuses: Iterable[ReportStatus]) -> list[str]:
    """A sentence for all reports with the same due periods."""
    sentences = [
        (each.spec.key, f"the next tick loads {ranges(each.timetable, each.due)}.") for each in statuses if each.due
    ]
    return by_line(sentences, most=_NAMED)


def left_alone_lines(statuses: Iterable[ReportStatus]) -> list[str]:
    """A sentence for all reports with the same older periods that the schedules leave alone."""
    sentences = [
        (
            each.spec.key,
            f"{ranges(each.timetable, each.left_alone)} will not be loaded by a tick, "
            "unless reports.yaml says backfill: auto; gio-pipeline load does it too.",
        )
        for each in statuses
        if each.left_alone
    ]
    return by_line(sentences, most=_NAMED)
