"""What is known of reports, of many at once: what plans, status and messages are made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row
from sqlalchemy.exc import SQLAlchemyError

from gio_pipeline.core.answer.request import NOTHING_KNOWN, KnownTime
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.coverage import NOTHING, LoadedPeriods
from gio_pipeline.core.due import Reason, Schedulable, due, newest_range
from gio_pipeline.core.errors import GioError
from gio_pipeline.core.periods import Period, State, Timetable
from gio_pipeline.core.sizes import LARGER_AFTER_DAYS
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.warehouse.coverage import Outlined, outlines
from gio_pipeline.warehouse.engine import read, translate_errors
from gio_pipeline.warehouse.reports import StoredReport, found_report, scope, select_reports
from gio_pipeline.warehouse.troubles import listed_troubles


@dataclass(frozen=True)
class ReportState:
    """What the warehouse knows of a report; troubles: its project's, None where not read.

    error: why nothing can be said of this one, IdentityChanged or what nobody foresaw.
    """

    spec: ReportSpec
    stored: StoredReport | None
    loaded: LoadedPeriods = NOTHING
    troubles: Mapping[str, Trouble] | None = None
    error: Exception | None = None

    @property
    def timetable(self) -> Timetable:
        return self.stored.timetable(self.spec) if self.stored else self.spec.timetable

    @property
    def timeless(self) -> bool:
        return self.stored is not None and self.stored.timeless

    def most_periods(self, now: datetime) -> int | None:
        """How many periods the source is known to answer at once; None where that is not known, or too long ago."""
        stored = self.stored
        if stored is None or stored.most_periods_at is None:
            return None
        fresh = now < stored.most_periods_at + timedelta(days=LARGER_AFTER_DAYS)
        return stored.most_periods if fresh else None

    @property
    def known_time(self) -> KnownTime:
        return self.stored.known_time if self.stored else NOTHING_KNOWN

    @property
    def schedulable(self) -> Schedulable:
        """What decides which periods of the report are due."""
        spec, rechecked_at = self.spec, self.stored.rechecked_at if self.stored else None
        given = spec.start, spec.refresh_periods, spec.backfill
        return Schedulable(self.timetable, *given, rechecked_at=rechecked_at, timeless=self.timeless)

    def final(self, periods: Iterable[Period]) -> frozenset[Period]:
        """Those of the periods that a plain load skips."""
        return frozenset(period for period in periods if self.loaded.state_of(period) is State.FINAL)

    def settled_with(self, periods: Iterable[Period], now: datetime) -> frozenset[Period]:
        """Those of the periods that are loaded and that a schedule would not ask for again now."""
        due_now = self.due(now)
        return frozenset(period for period in periods if period not in due_now and self.loaded.state_of(period))

    def due(self, now: datetime) -> dict[Period, Reason]:
        return due(self.schedulable, self.loaded, now)

    def newest_due_range(self, now: datetime, waiting: Trouble | None = None) -> tuple[Period, Period] | None:
        """The range a scheduled run of this report carries in its tags; None where nothing is due or all waits."""
        found = self.due(now)
        return newest_range(self.schedulable, waiting.without(found) if waiting else found)


def read_states(
    engine: Engine, specs: Sequence[ReportSpec], now_at: Callable[[datetime], datetime]
) -> dict[str, ReportState]:
    """The reports by their keys; now_at: makes of the database's clock the instant that decides what has settled."""
    if not specs:
        return {}
    with translate_errors(), engine.connect() as connection:
        rows = select_reports(connection, specs)
        now = now_at(rows[0]["database_now"])
        found = {spec.key: _remembered(spec, row) for spec, row in zip(specs, rows, strict=True)}
        known = [each for each in found.values() if each.stored]
        try:
            return found | _with_loaded(connection, known, now)
        except (SQLAlchemyError, GioError):
            raise
        except Exception:
            # One of them cannot be read: the others can.
            for each in known:
                try:
                    found |= _with_loaded(connection, [each], now)
                except Exception as error:
                    found[each.spec.key] = replace(each, error=error)
            return found


def _remembered(spec: ReportSpec, row: Mapping[str, Any]) -> ReportState:
    troubles = listed_troubles(spec.project, row["troubles"])
    try:
        return ReportState(spec, found_report(spec, row), troubles=troubles)
    except Exception as error:
        return ReportState(spec, None, troubles=troubles, error=error)


def _with_loaded(connection: Connection, known: Sequence[ReportState], now: datetime) -> dict[str, ReportState]:
    wanted = [Outlined(each.stored.report_id, each.spec, each.timetable) for each in known if each.stored]
    loaded = outlines(connection, wanted, now) if wanted else {}
    listed = zip(known, wanted, strict=True)
    return {each.spec.key: replace(each, loaded=loaded[one.report_id]) for each, one in listed}


def warehouse_exists(engine: Engine) -> bool:
    """Whether the database has our tables."""
    exists: bool = read(engine, "report_state/warehouse_exists")[0][0]
    return exists


def inactive_reports(engine: Engine, projects: Sequence[str], specs: Sequence[ReportSpec]) -> list[str]:
    """`project/name` of what is loaded of these projects and is not among the reports."""
    return [key for (key,) in read(engine, "report_state/select_inactive_reports", **scope(projects, specs))]


def unknown_label_names(engine: Engine, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """`project/name` and column, where these kinds' series should be and no step or period could be read."""
    return [(key, name) for key, name in read(engine, "report_state/select_unknown_labels", kinds=list(kinds))]


def last_loads(engine: Engine) -> Sequence[Row[Any]]:
    """report_id, finished_at, status and error of each report's last load."""
    return read(engine, "report_state/select_last_loads")
