"""What the schedules will load of reports as they are now, shown before it happens; without pandas."""

from collections.abc import Iterable

from gio_pipeline.core.wording import by_line, ranges
from gio_pipeline.pipeline.status import ReportStatus

# So that fifty reports of which the same holds are one short line.
_NAMED = 4


def due_lines(found: Iterable[ReportStatus]) -> list[str]:
    """A sentence for all reports with the same due periods."""
    sentences = [
        (each.spec.key, f"the next tick loads {ranges(each.timetable, each.due)}.") for each in found if each.due
    ]
    return by_line(sentences, most=_NAMED)


def left_alone_lines(found: Iterable[ReportStatus]) -> list[str]:
    """A sentence for all reports with the same older periods that the schedules leave alone."""
    sentences = [
        (
            each.spec.key,
            f"{ranges(each.timetable, each.left_alone)} will not be loaded by a tick, "
            "unless reports.yaml says backfill: auto; gio-pipeline load does it too.",
        )
        for each in found
        if each.left_alone
    ]
    return by_line(sentences, most=_NAMED)
