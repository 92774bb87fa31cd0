"""What a fault sends instead of an answer, and how it spoils one on its way."""

import asyncio
import socket
import struct
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gio_pipeline.sandbox.app import TIMED_OUT
from gio_pipeline.sandbox.gate import Protocol
from gio_pipeline_tests.faults.switches import Fault

_MAINTENANCE = "<!DOCTYPE html><html><head><title>系统维护中</title></head><body><h1>系统维护中</h1></body></html>"


class Connection(Protocol):
    """Lets the application at its connection."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"]["sandbox"]["transport"] = self.transport


async def answer_instead(fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Answers as the fault says, or ends the connection."""
    if fault.name == "reset":
        await _reset(scope, fault.params.get("how", "reset"))
    else:
        await _replacement(fault)(scope, receive, send)


def _replacement(fault: Fault) -> Response:
    if fault.name == "request_timeout":
        return JSONResponse(TIMED_OUT, 500)
    if fault.name == "refuse_auth":
        return JSONResponse({"status": "failure", "message": "refused"}, int(fault.params.get("code", 401)))
    if fault.name == "export_failed":
        message = fault.params.get("errorMsg", "download failed, try again later")
        return JSONResponse({"id": "export", "status": "failed", "errorMsg": message})
    if fault.name == "export_stuck":
        return JSONResponse({"id": "export", "status": "doing"})
    if fault.name == "html":
        return HTMLResponse(fault.params.get("text", _MAINTENANCE))
    if fault.name == "bad_json":
        return Response(fault.params.get("text", '{"id": "YoX28w7R", "data": [[1, '), media_type="application/json")
    return _status(int(fault.params.get("code", 503)), fault.params)


def _status(code: int, params: dict[str, Any]) -> Response:
    wait, body = params.get("retry_after"), params.get("body", "json")
    headers = {} if wait is None else {"Retry-After": str(wait)}
    if body == "html":
        return HTMLResponse(_MAINTENANCE, code, headers)
    if body == "empty":
        return Response(b"", code, headers)
    return JSONResponse({"message": params.get("message", f"status {code}"), "errors": []}, code, headers)


async def _reset(scope: Scope, how: str) -> None:
    """Ends the connection without an answer: "reset" (RST) or "close" (a plain end)."""
    transport = _transport(scope)
    if how == "reset":
        linger = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()
    await _until_noticed()


async def collected(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """What the application would send: the start, and the whole body."""
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    return messages[0], b"".join(message.get("body", b"") for message in messages[1:])


async def answer_spoiled(app: ASGIApp, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Runs the application, then sends its answer cut short or dripping."""
    start, body = await collected(app, scope, receive)
    start["headers"] = [h for h in start.get("headers", []) if h[0] != b"content-length"]
    if fault.name == "drip":
        await _drip(start, float(fault.params.get("seconds", 1)), _transport(scope), send)
    else:
        await _cut(start, body, fault.params, _transport(scope), send)


async def _cut(start: Message, body: bytes, params: dict[str, Any], transport: Any, send: Send) -> None:
    """The first `share` of the body under its full Content-Length, or `chunked` without the last chunk."""
    if not params.get("chunked", False):
        start["headers"].append((b"content-length", str(len(body)).encode()))
    await send(start)
    sent = body[: int(len(body) * float(params.get("share", 0.5)))]
    await send({"type": "http.response.body", "body": sent, "more_body": True})
    transport.close()
    await _until_noticed()


async def _drip(start: Message, seconds: float, transport: Any, send: Send) -> None:
    """One blank at a time, for ever: valid so far, and never done."""
    await send(start)
    while not transport.is_closing():
        await send({"type": "http.response.body", "body": b" ", "more_body": True})
        await asyncio.sleep(seconds)


def _transport(scope: Scope) -> Any:
    return scope["extensions"]["sandbox"]["transport"]


async def _until_noticed() -> None:
    # The server learns of a lost connection a turn of the loop later; before, it would try to answer 500.
    await asyncio.sleep(0.01)
