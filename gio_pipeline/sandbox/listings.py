"""Dashboards, segments and rules."""

from collections.abc import Iterator
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from gio_pipeline.sandbox.catalog import Content, Dashboard, Segment
from gio_pipeline.sandbox.csvs import CsvFaults, Lines, rules_lines, users_lines
from gio_pipeline.sandbox.samples import CONTENT
from gio_pipeline.sandbox.state import State

RESOURCE_TYPES = {"charts": "chart", "funnels": "funnel", "retentions": "retention", "frequencies": "frequency"}


def dashboards(request: Request) -> Response:
    """1.1: every dashboard, the one updated last first."""
    content, state = _content(request), _state(request)
    touched = {}
    for fault in state.switches.claim(["dashboards_touched"], request.url.path):
        touched[fault.params.get("id")] = fault.params["updatedAt"]
    entries = [_entry(board, touched.get(board.id, touched.get(None))) for board in content.dashboards]
    return JSONResponse(sorted(entries, key=lambda entry: str(entry["updatedAt"]), reverse=True))


def dashboard(request: Request) -> Response:
    """1.2: one dashboard's charts, funnels and retentions."""
    content = _content(request)
    board = _found(content.dashboards, request.path_params["id"])
    charts = [_standing(content, board, report_id) for report_id in board.reports]
    return JSONResponse({"id": board.id, "name": board.name, "charts": charts})


def segmentations(request: Request) -> Response:
    """5.1: every segment with its number of users."""
    state = _state(request)
    entries = [
        {
            "id": segment.id,
            "name": segment.name,
            "userType": segment.user_type,
            "userNum": _size(state, segment),
            "updatedAt": segment.updated_at,
        }
        for segment in _content(request).segments
    ]
    return JSONResponse(entries)


def users(request: Request) -> Response:
    """5.2: the users of a segment, tab separated, streamed."""
    state = _state(request)
    segment = _found(_content(request).segments, request.path_params["id"])
    size, cap = _size(state, segment), state.switches["segment_cap"]
    sent = size if cap is None else min(size, int(cap))
    return _csv(request, users_lines(segment, sent, state.seed))


def rules(request: Request) -> Response:
    """6: the definitions of tracked elements, tab separated."""
    return _csv(request, rules_lines(_content(request).rules))


def _csv(request: Request, lines: Lines) -> Response:
    faults = CsvFaults.claimed(_state(request).switches, request.url.path)
    chunks: Iterator[bytes] = faults.written(lines)
    return StreamingResponse(chunks, media_type="text/csv; charset=utf-8")


def _state(request: Request) -> State:
    state: State = request.app.state.sandbox
    return state


def _content(request: Request) -> Content:
    return CONTENT[request.path_params["uid"]]


def _found(entries: tuple[Any, ...], wanted: str) -> Any:
    for entry in entries:
        if entry.id == wanted:
            return entry
    raise HTTPException(404, f"Not found: {wanted}")


def _entry(board: Dashboard, touched: str | None) -> dict[str, str]:
    return {
        "id": board.id,
        "name": board.name,
        "type": board.type,
        "createdAt": board.created_at,
        "updatedAt": touched or board.updated_at,
        "scope": board.scope,
        "updater": board.updater,
        "creator": board.creator,
    }


def _standing(content: Content, board: Dashboard, report_id: str) -> dict[str, str]:
    kind, report = next((kind, found[report_id]) for kind, found in content.reports().items() if report_id in found)
    return {
        "id": report.id,
        "name": report.name,
        "createor": board.creator,
        "createdAt": board.created_at,
        "resource_type": RESOURCE_TYPES[kind],
    }


def _size(state: State, segment: Segment) -> int:
    wanted = state.switches["segment_size"]
    if isinstance(wanted, dict):
        wanted = wanted.get(segment.id)
    return segment.size if wanted is None else int(wanted)
