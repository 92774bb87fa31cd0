"""`gio.reports`: which report a name stands for, and what its last answer said about itself."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, text

from gio_pipeline.core.answer.request import KnownTime
from gio_pipeline.core.changes import ColumnChange
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import IdentityChanged, WarehouseError
from gio_pipeline.core.periods import Timetable
from gio_pipeline.warehouse.engine import translate_errors, write
from gio_pipeline.warehouse.statements import execute, sql


@dataclass(frozen=True)
class StoredReport:
    """A report's row: its key and what later loads depend on; described: as the configuration has it now."""

    report_id: int
    source_name: str | None
    columns: tuple[tuple[str, str], ...]
    timeless: bool
    time_column: str | None
    time_cell: int | None
    echoed_conversion_window: int | None
    largest_column: int
    answered_at: datetime | None
    rechecked_at: datetime | None
    most_periods: int | None = None
    most_periods_at: datetime | None = None
    described: bool = True
    v3_reason: str | None = None
    v3_since: datetime | None = None
    v3_checked_at: datetime | None = None

    def timetable(self, spec: ReportSpec) -> Timetable:
        window = spec.conversion_window or self.echoed_conversion_window
        return replace(spec.timetable, conversion_window=window, largest_column=self.largest_column)

    @property
    def known_time(self) -> KnownTime:
        dimensions = frozenset(name for name, role in self.columns if role == "dimension")
        return KnownTime(self.time_column, self.time_cell, dimensions)


def find_report(engine: Engine, spec: ReportSpec) -> StoredReport | None:
    """The report as it is stored, None where it was never loaded; raises IdentityChanged."""
    with translate_errors(), engine.connect() as connection:
        return _find(connection, spec)


def register_report(engine: Engine, spec: ReportSpec, known: StoredReport | None = None) -> StoredReport:
    """The report as it is stored, made or described anew where that is needed; raises IdentityChanged.

    known: as it was read when the load was planned.
    """
    if known is not None and known.described:
        return known
    with translate_errors(), engine.begin() as connection:
        stored = _find(connection, spec)
        if stored is None:
            # A load of the report that the name stood for till now may be about to store the first periods.
            execute(connection, "reports/lock_identity", project=spec.project, report=spec.name)
            execute(connection, "reports/upsert_report", **_described(spec), **identity(spec))
            stored = _find(connection, spec)
            assert stored is not None
        if not stored.described:
            execute(connection, "reports/describe_report", **_described(spec), report_id=stored.report_id)
        return replace(stored, described=True)


def read_report(connection: Connection, spec: ReportSpec, report_id: int) -> StoredReport:
    """What is known by now of the report that a load began with; raises as `check_unchanged` does."""
    stored = _find(connection, spec)
    if stored is None or stored.report_id != report_id:
        check_unchanged(connection, spec, report_id)
        raise forgotten(spec)
    return stored


def check_unchanged(connection: Connection, spec: ReportSpec, report_id: int) -> None:
    """Raises IdentityChanged or WarehouseError where the report is not what a load began with."""
    row = execute(connection, "reports/select_identity", report_id=report_id).first()
    if row is None:
        raise forgotten(spec)
    _check_identity(spec, row._asdict())


def forgotten(spec: ReportSpec) -> WarehouseError:
    return WarehouseError(f"{spec.key} was reset while it was being loaded: load it again.")


def mark_inactive(engine: Engine, projects: Iterable[str], specs: Iterable[ReportSpec]) -> None:
    """Marks the reports of these projects, by name or uid: inactive where they are not among `specs`, else active.

    Other projects' reports are left as they are: another code location may load them into the same warehouse.
    """
    write(engine, "reports/mark_inactive", **scope(projects, specs))


def scope(projects: Iterable[str], specs: Iterable[ReportSpec]) -> dict[str, list[str]]:
    """What a configuration speaks of: its projects' names, their uids, and its reports' keys."""
    listed = list(specs)
    return {
        "projects": list(projects),
        "uids": sorted({spec.uid for spec in listed}),
        "keys": [spec.key for spec in listed],
    }


@dataclass(frozen=True)
class AnswerFacts:
    """What an answer says about its report.

    columns: None where it had no rows. timeless: None where it does not tell. dated: whether its rows carry their time.
    """

    source_name: str | None
    columns: tuple[tuple[str, str], ...] | None
    metrics: tuple[str, ...]
    timeless: bool | None
    dated: bool
    time_column: str | None
    time_cell: int | None
    echoed_conversion_window: int | None
    largest_column: int
    asked_at: datetime

    def known(self, report: StoredReport) -> bool:
        """Whether the report's row says all of it, but when it was answered last."""
        facts = (self.source_name, self.columns, self.timeless, self.echoed_conversion_window)
        stored = (report.source_name, report.columns, report.timeless, report.echoed_conversion_window)
        dated = (self.time_column, self.time_cell) == (report.time_column, report.time_cell) or not self.dated
        return (
            report.answered_at is not None
            and facts[0] == stored[0]
            and all(new is None or new == old for new, old in zip(facts[1:], stored[1:], strict=True))
            and dated
            and self.largest_column <= report.largest_column
        )


def remember_answer(connection: Connection, report_id: int, facts: AnswerFacts) -> None:
    """Keeps what an answer said about its report; None leaves what is known, and so do rows that are not dated."""
    values: dict[str, Any] = asdict(facts) | {"report_id": report_id}
    values["columns"] = None if facts.columns is None else json.dumps(facts.columns, ensure_ascii=False)
    execute(connection, "reports/remember_answer", **values)


def remember_changes(
    connection: Connection, spec: ReportSpec, report_id: int, changes: Iterable[ColumnChange], seen_at: datetime
) -> None:
    rows = [
        vars(change) | {"report_id": report_id, "project": spec.project, "report": spec.name, "seen_at": seen_at}
        for change in changes
    ]
    if rows:
        connection.execute(text(sql("reports/insert_schema_changes")), rows)


def remember_timeless(engine: Engine, report_id: int, columns: Iterable[tuple[str, str]]) -> None:
    """columns: those of the answer, none of which held a time; kept where no other answer was seen yet."""
    listed = json.dumps(list(columns), ensure_ascii=False)
    write(engine, "reports/remember_timeless", report_id=report_id, columns=listed)


def remember_most_periods(engine: Engine, report_id: int, most_periods: int | None, now: datetime) -> None:
    """Keeps how many periods the source answers at once; None: as many as one likes."""
    write(engine, "reports/remember_most_periods", report_id=report_id, most_periods=most_periods, now=now)


def remember_exporter(engine: Engine, report_id: int, reason: str | None, now: datetime) -> None:
    """Keeps why V3 is asked for this report; None: V2 answers it again."""
    write(engine, "reports/remember_exporter", report_id=report_id, reason=reason, now=now)


def remember_recheck(engine: Engine, report_id: int, now: datetime) -> None:
    write(engine, "reports/remember_turn", report_id=report_id, now=now)


def _find(connection: Connection, spec: ReportSpec) -> StoredReport | None:
    [row] = select_reports(connection, [spec])
    return found_report(spec, row)


def select_reports(connection: Connection, specs: Sequence[ReportSpec]) -> Sequence[Mapping[str, Any]]:
    """What `found_report` reads of each report, with its project's `troubles` and the database's clock."""
    projects, reports = [spec.project for spec in specs], [spec.name for spec in specs]
    rows = execute(connection, "reports/select_reports", projects=projects, reports=reports)
    return [row._asdict() for row in rows]


def found_report(spec: ReportSpec, row: Mapping[str, Any]) -> StoredReport | None:
    """The report as it is stored, None where it was never loaded; raises IdentityChanged."""
    if row["report_id"] is None or (not row["loaded"] and _changed(spec, row)):
        return None
    return stored_report(spec, row)


def stored_report(spec: ReportSpec, row: Mapping[str, Any]) -> StoredReport:
    """What a row of gio.reports holds; raises IdentityChanged."""
    _check_identity(spec, row)
    stored = {field.name: row[field.name] for field in fields(StoredReport) if field.name in row}
    stored["columns"] = tuple((name, role) for name, role in row["columns"] or ())
    stored["timeless"], stored["rechecked_at"] = bool(row["timeless"]), row["turn_at"]
    stored["described"] = row["active"] and all(row[name] == value for name, value in _described(spec).items())
    return StoredReport(**stored)


def identity(spec: ReportSpec) -> dict[str, Any]:
    """What makes a report the one it is."""
    return {
        "project_uid": spec.uid,
        "kind": str(spec.kind),
        "source_id": spec.id,
        "grain": str(spec.grain),
        "conversion_window": spec.conversion_window,
        "split": spec.split,
        "statistic": spec.statistic,
        "timezone": spec.timezone,
    }


_NAMES = {"project_uid": "project uid", "source_id": "id", "conversion_window": "conversion_window"}


def _changed(spec: ReportSpec, row: Mapping[str, Any]) -> list[str]:
    return [
        f"{_NAMES.get(field, field)} {row[field]!r} became {value!r}"
        for field, value in identity(spec).items()
        if row[field] != value
    ]


def _check_identity(spec: ReportSpec, row: Mapping[str, Any]) -> None:
    if changed := _changed(spec, row):
        raise IdentityChanged(
            f"{spec.key}: {', '.join(changed)} in reports.yaml, which makes it another report; "
            f"give it another name, or forget what is loaded with: gio-pipeline reset {spec.key}"
        )


def _described(spec: ReportSpec) -> dict[str, Any]:
    words = {name: getattr(spec, name) for name in ("title", "description", "owner", "dashboard")}
    settle = {"settle_after_hour": spec.settle.after_hour, "settle_day_at": spec.settle.day_at}
    return {"project": spec.project, "report": spec.name} | settle | words
