"""The routes: the vendor's endpoints, the sandbox's own control plane below /_sandbox, a page for the console."""

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from gio_pipeline.sandbox import query
from gio_pipeline.sandbox.answers import Answer, encode
from gio_pipeline.sandbox.auth import Refused, check_signature
from gio_pipeline.sandbox.catalog import Chart, Frequency, Funnel, Report, Retention
from gio_pipeline.sandbox.charts import chart_answer
from gio_pipeline.sandbox.disturb import disturb, missing_days
from gio_pipeline.sandbox.exporter import address_of, download, group_users, unfinished
from gio_pipeline.sandbox.frequencies import frequency_answer
from gio_pipeline.sandbox.funnels import funnel_answer
from gio_pipeline.sandbox.gate import Gate
from gio_pipeline.sandbox.listings import dashboard, dashboards, rules, segmentations, users
from gio_pipeline.sandbox.retentions import retention_answer
from gio_pipeline.sandbox.samples import CONTENT
from gio_pipeline.sandbox.state import State
from gio_pipeline.sandbox.wire import TIMED_OUT


def create_app(state: State) -> Starlette:
    """The application over one state."""
    api = [
        Route("/auth/token", _token, methods=["POST"]),
        Route("/projects/{uid}/dashboards.json", dashboards),
        Route("/projects/{uid}/dashboards/{id}.json", dashboard),
        Route("/v2/projects/{uid}/{kind:str}/{id}.json", _report),
        Route("/v3/exporter/projects/{uid}/{groups:str}/{id}/users", group_users),
        Route("/v3/exporter/projects/{uid}/{kind:str}/{id}", _export),
        Route("/projects/{uid}/segmentations.json", segmentations),
        Route("/projects/{uid}/segmentations/{id}/users.csv", users),
        Route("/projects/{uid}/rules.csv", rules),
    ]
    control = [
        Route("/_download/{key}", download),
        Route("/_sandbox/switches", _switches, methods=["GET", "POST"]),
        Route("/_sandbox/stats", _stats),
        Route("/_sandbox/reset", _reset, methods=["POST"]),
    ]
    app = Starlette(
        routes=[*api, *control, Route("/admin/{place:path}", _console)],
        middleware=[Middleware(Gate, state=state)],
        exception_handlers={HTTPException: _refused, query.BadRequest: _bad_request},  # type: ignore[dict-item]
    )
    app.state.sandbox = state
    return app


def _refused(request: Request, error: HTTPException) -> Response:
    return JSONResponse({"message": error.detail, "errors": []}, error.status_code)


def _bad_request(request: Request, error: query.BadRequest) -> Response:
    return JSONResponse({"message": "Bad request", "errors": [{"code": "bad_request", "message": str(error)}]}, 400)


async def _token(request: Request) -> Response:
    state: State = request.app.state.sandbox
    target = request.url.path
    try:
        for fault in state.switches.claim(["refuse_auth"], target):
            raise Refused(int(fault.params.get("code", 401)), "refused")
        body = (await request.body()).decode("utf-8", "replace")
        clocks = [round(state.server_clock() * 1000), state.now()]
        project = check_signature(body, request.headers.get("x-client-id"), clocks)
    except Refused as refused:
        state.traffic.count("unauthorized")
        return JSONResponse({"status": "failure", "message": str(refused)}, refused.code)
    state.traffic.count("tokens_issued")
    return JSONResponse({"status": "success", "code": state.tokens.issue(project.uid)})


def _report(request: Request) -> Response:
    """A chart, funnel or retention; runs in a worker thread, since large answers take seconds."""
    state: State = request.app.state.sandbox
    uid, kind, report_id = (request.path_params[name] for name in ("uid", "kind", "id"))
    report = _known(uid, kind, report_id)
    if isinstance(report, Frequency):
        raise HTTPException(404, f"Not found: {kind}/{report_id}")
    if isinstance(report, Chart) and report.slow:
        return JSONResponse(TIMED_OUT, 500)
    return _answered(request, state, uid, report)


def _export(request: Request) -> Response:
    """The same reports by the asynchronous exporter."""
    state: State = request.app.state.sandbox
    uid, kind, report_id = (request.path_params[name] for name in ("uid", "kind", "id"))
    report = _known(uid, kind, report_id)
    waiting = unfinished(request, state)
    if waiting is not None:
        return waiting
    state.exports.forget(address_of(request))
    return _answered(request, state, uid, report)


def _known(uid: str, kind: str, report_id: str) -> Report:
    report = CONTENT[uid].reports().get(kind, {}).get(report_id)
    if report is None:
        raise HTTPException(404, f"Not found: {kind}/{report_id}")
    return report


def _answered(request: Request, state: State, uid: str, report: Report) -> Response:
    target = f"{request.url.path}?{request.url.query}"
    answer = _ANSWERS[type(report)](report, _asked(state, uid, request.query_params, target))
    disturb(answer, state.switches, target)
    return Response(encode(answer), media_type="application/json")


def _asked(state: State, uid: str, params: Mapping[str, str], target: str) -> query.ReportQuery:
    start, end = query.window(params)
    future = state.switches["future_cells"]
    return query.ReportQuery(
        project=uid,
        seed=state.seed,
        start=start,
        end=end,
        interval=query.interval(params),
        conversion_window=query.conversion_window(params),
        span=query.span(params),
        settling=state.settling(uid, target),
        missing=missing_days(state.switches, target),
        rows_per_day=state.switches["rows_per_day"],
        future_cells="null" if future is None else str(future),
        split=params.get("split"),
        statistic=query.statistic(params),
    )


_ANSWERS: dict[type, Callable[[Any, query.ReportQuery], Answer]] = {
    Chart: chart_answer,
    Funnel: funnel_answer,
    Retention: retention_answer,
    Frequency: frequency_answer,
}


async def _switches(request: Request) -> Response:
    state: State = request.app.state.sandbox
    if request.method == "POST":
        try:
            state.set(json.loads(await request.body()))
        except (ValueError, TypeError, KeyError) as error:
            return JSONResponse({"message": str(error)}, 400)
    return JSONResponse(state.switches.as_dict())


def _console(request: Request) -> Response:
    """What stands where the console would open a report: there is nothing to see here, and a link should say so."""
    place = escape(request.path_params["place"])
    return HTMLResponse(
        f"<title>Sandbox</title><p>GrowingIO's console would show {place} here: this is the imitation API."
    )


def _stats(request: Request) -> Response:
    state: State = request.app.state.sandbox
    return JSONResponse(state.traffic.stats(log=request.query_params.get("log") != "0"))


async def _reset(request: Request) -> Response:
    state: State = request.app.state.sandbox
    state.reset()
    return JSONResponse({"status": "ok"})
