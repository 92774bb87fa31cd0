"""`gio-pipeline status --json`: one object per report, for programs that watch."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from gio_pipeline.core.periods import State
from gio_pipeline.pipeline.status import ReportStatus


def documents(found: Iterable[ReportStatus]) -> str:
    """A JSON array; instants are ISO 8601 in UTC, null where there is none."""
    return json.dumps([_document(each) for each in found], ensure_ascii=False, indent=2)


def _document(each: ReportStatus) -> dict[str, Any]:
    spec, loaded, last = each.spec, each.loaded, each.last_load
    return {
        "report": spec.key,
        "kind": str(spec.kind),
        "grain": str(spec.grain),
        "timezone": spec.timezone,
        "loaded": len(loaded),
        "provisional": loaded.count(State.PROVISIONAL),
        "filling": loaded.count(State.FILLING),
        "holes": [_instant(period.start) for period in each.holes],
        "newest_final": _instant(loaded.newest_final.start) if loaded.newest_final else None,
        "next_settles_at": _instant(each.next_settling),
        "late": each.late_since is not None,
        "late_since": _instant(each.late_since),
        "last_load": last and {"finished_at": _instant(last.finished_at), "status": last.status, "error": last.error},
        "trouble": _trouble(each),
        "exporter": each.exporter,
        "red_checks": list(each.red_checks),
        "changed": each.changed,
    }


def _trouble(each: ReportStatus) -> dict[str, Any] | None:
    if (found := each.trouble) is None:
        return None
    return {
        "what": str(found.ailment),
        "since": _instant(found.since),
        "error": found.error,
        "last_tried_at": _instant(found.last_at),
        "try_again_at": _instant(found.try_again_at),
        "periods": None if found.whole else [_instant(at) for at in sorted(found.periods)],
    }


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None
