"""Dashboards, segments and rules."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from gio_pipeline.sandbox.content import Content, Dashboard, Segment
from gio_pipeline.sandbox.csvs import rules_csv, users_csv
from gio_pipeline.sandbox.state import entry_of, state_of


def dashboards(request: Request) -> Response:
    """1.1: every dashboard, the one updated last first."""
    boards = sorted(_content(request).dashboards, key=lambda board: board.updated_at, reverse=True)
    return JSONResponse(
        [
            {
                "id": board.id,
                "name": board.name,
                "type": board.type,
                "createdAt": board.created_at,
                "updatedAt": board.updated_at,
                "scope": board.scope,
                "updater": board.updater,
                "creator": board.creator,
            }
            for board in boards
        ]
    )


def dashboard(request: Request) -> Response:
    """1.2: what stands on one dashboard."""
    board: Dashboard = entry_of(request, "dashboards", Dashboard)
    content = _content(request)
    charts = [
        {
            "id": report.id,
            "name": report.name,
            "createor": board.creator,
            "createdAt": board.created_at,
            "resource_type": report.word,
        }
        for report in map(content.report, board.reports)
    ]
    return JSONResponse({"id": board.id, "name": board.name, "charts": charts})


def segmentations(request: Request) -> Response:
    """5.1: every segment with its number of users."""
    return JSONResponse(
        [
            {
                "id": segment.id,
                "name": segment.name,
                "userType": segment.user_type,
                "userNum": segment.size,
                "updatedAt": segment.updated_at,
            }
            for segment in _content(request).segments
        ]
    )


def users(request: Request) -> Response:
    """5.2: the users of a segment, streamed."""
    segment: Segment = entry_of(request, "segmentations", Segment)
    return csv_response(users_csv(segment, 0, segment.size))


def rules(request: Request) -> Response:
    """6: the definitions of tracked elements."""
    return csv_response(rules_csv(_content(request).rules))


def csv_response(blocks: Iterator[bytes]) -> Response:
    return StreamingResponse(blocks, media_type="text/csv; charset=utf-8")


def _content(request: Request) -> Content:
    return state_of(request).content[request.path_params["uid"]]
