"""The routes: the vendor's endpoints, and a page for the console."""

from html import escape

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from gio_pipeline.sandbox.auth import Refused, check_signature
from gio_pipeline.sandbox.charts import Chart
from gio_pipeline.sandbox.content import Report
from gio_pipeline.sandbox.exporter import address_of, download, group_users, unfinished
from gio_pipeline.sandbox.gate import Gate
from gio_pipeline.sandbox.listings import dashboard, dashboards, rules, segmentations, users
from gio_pipeline.sandbox.parameters import BadRequest, report_query
from gio_pipeline.sandbox.state import State, entry_of, not_found, state_of

TIMED_OUT = {
    "message": "Request timeout",
    "errors": [{"code": "request_timeout", "message": "Request timeout in 5000 milliseconds"}],
}


def create_app(state: State) -> Starlette:
    """The application over one state."""
    app = Starlette(
        routes=[
            Route("/auth/token", _token, methods=["POST"]),
            Route("/projects/{uid}/dashboards.json", dashboards),
            Route("/projects/{uid}/dashboards/{id}.json", dashboard),
            Route("/v2/projects/{uid}/{kind:str}/{id}.json", _report),
            Route("/v3/exporter/projects/{uid}/{groups:str}/{id}/users", group_users),
            Route("/v3/exporter/projects/{uid}/{kind:str}/{id}", _export),
            Route("/projects/{uid}/segmentations.json", segmentations),
            Route("/projects/{uid}/segmentations/{id}/users.csv", users),
            Route("/projects/{uid}/rules.csv", rules),
            Route("/_download/{key}", download),
            Route("/admin/{place:path}", _console),
        ],
        middleware=[Middleware(Gate, state=state)],
        exception_handlers={HTTPException: _refused, BadRequest: _bad_request},  # type: ignore[dict-item]
    )
    app.state.sandbox = state
    return app


def _refused(request: Request, error: HTTPException) -> Response:
    return JSONResponse({"message": error.detail, "errors": []}, error.status_code)


def _bad_request(request: Request, error: BadRequest) -> Response:
    return JSONResponse({"message": "Bad request", "errors": [{"code": "bad_request", "message": str(error)}]}, 400)


async def _token(request: Request) -> Response:
    state = state_of(request)
    body = (await request.body()).decode("utf-8", "replace")
    clocks = [round(state.server_clock() * 1000), state.now()]
    try:
        project = check_signature(body, request.headers.get("x-client-id"), clocks)
    except Refused as refused:
        return JSONResponse({"status": "failure", "message": str(refused)}, refused.code)
    return JSONResponse({"status": "success", "code": state.tokens.issue(project.uid)})


def _report(request: Request) -> Response:
    """A report by V2; runs in a worker thread, since large answers take seconds."""
    report = entry_of(request, request.path_params["kind"], Report)
    if report.only_v3:
        raise not_found(request, report.endpoint)
    if isinstance(report, Chart) and report.slow:
        return JSONResponse(TIMED_OUT, 500)
    return _answered(request, report)


def _export(request: Request) -> Response:
    """A report by the asynchronous exporter, which has every kind."""
    report = entry_of(request, request.path_params["kind"], Report)
    waiting = unfinished(request)
    if waiting is not None:
        return waiting
    state_of(request).exports.forget(address_of(request))
    return _answered(request, report)


def _answered(request: Request, report: Report) -> Response:
    uid = request.path_params["uid"]
    query = report_query(uid, state_of(request).settling(uid), request.query_params)
    return Response(report.answer(query).encode(), media_type="application/json")


def _console(request: Request) -> Response:
    """What stands where the console would open a report: there is nothing to see here, and a link should say so."""
    place = escape(request.path_params["place"])
    return HTMLResponse(
        f"<title>Sandbox</title><p>GrowingIO's console would show {place} here: this is the imitation API."
    )
