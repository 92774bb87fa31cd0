"""What a plan is made of, read of many reports at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.coverage import NOTHING, LoadedPeriods
from gio_pipeline.core.errors import GioError
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.warehouse.coverage import Outlined, outlines
from gio_pipeline.warehouse.engine import translate_errors
from gio_pipeline.warehouse.reports import StoredReport, found_report, select_reports
from gio_pipeline.warehouse.troubles import listed_troubles


@dataclass(frozen=True)
class Planned:
    """A report's memory, None where it was never loaded, its loaded periods, and what is in trouble in its project.

    error: why nothing can be said of this one, IdentityChanged or what nobody foresaw.
    """

    troubles: Mapping[str, Trouble]
    memory: StoredReport | None = None
    loaded: LoadedPeriods = NOTHING
    error: Exception | None = None


def read_for_plans(
    engine: Engine, specs: Sequence[ReportSpec], now_at: Callable[[datetime], datetime]
) -> dict[str, Planned]:
    """The reports by their keys; now_at: makes of the database's clock the instant that decides what has settled."""
    if not specs:
        return {}
    with translate_errors(), engine.connect() as connection:
        rows = select_reports(connection, specs)
        now = now_at(rows[0]["database_now"])
        found = {spec.key: _remembered(spec, row) for spec, row in zip(specs, rows, strict=True)}
        known = [spec for spec in specs if found[spec.key].memory]
        try:
            return found | _with_loaded(connection, {spec: found[spec.key] for spec in known}, now)
        except (SQLAlchemyError, GioError):
            raise
        except Exception:
            # One of them cannot be read: the others can.
            for spec in known:
                try:
                    found |= _with_loaded(connection, {spec: found[spec.key]}, now)
                except Exception as error:
                    found[spec.key] = replace(found[spec.key], error=error)
            return found


def _remembered(spec: ReportSpec, row: Mapping[str, Any]) -> Planned:
    troubles = listed_troubles(spec.project, row["troubles"])
    try:
        return Planned(troubles, found_report(spec, row))
    except Exception as error:
        return Planned(troubles, error=error)


def _with_loaded(connection: Connection, known: Mapping[ReportSpec, Planned], now: datetime) -> dict[str, Planned]:
    wanted = [
        Outlined(each.memory.report_id, spec, each.memory.timetable(spec))
        for spec, each in known.items()
        if each.memory
    ]
    loaded = outlines(connection, wanted, now) if wanted else {}
    listed = zip(known.items(), wanted, strict=True)
    return {spec.key: replace(each, loaded=loaded[one.report_id]) for (spec, each), one in listed}
