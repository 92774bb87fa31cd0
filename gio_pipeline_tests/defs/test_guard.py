"""Pages that are not the UI's own cannot drive it: real HTTP and websockets to a guarded application."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import requests
import uvicorn

from gio_pipeline.defs.guard import Guard

CHANGE = 'mutation { stopRunningSchedule(id: "x") { __typename } }'
PAGE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


async def answering(scope: Any, receive: Any, send: Any) -> None:
    """What stands behind the guard: it takes everything."""
    if scope["type"] == "lifespan":
        return
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"answered"})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A guarded server that may also be reached as reports.example.com."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = Guard(answering, "127.0.0.1", ["reports.example.com"])
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(60)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:8000"}, 403),
        ({"Origin": "http://127.0.0.1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:{port}"}, 403),
        ({"Referer": "http://evil.example/page"}, 403),
        ({"Referer": "http://127.0.0.1:{port}/runs"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "evil.example:{port}", "Origin": "http://evil.example:{port}"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": ""}, 403),
        ({"Host": "LOCALHOST:8080", "Origin": "http://localhost:8080"}, 200),
        ({"Host": "[::1]:3000", "Origin": "http://[::1]:3000"}, 200),
        ({"Host": "reports.example.com", "Origin": "https://reports.example.com"}, 200),
        ({"Host": "127.0.0.1:3000", "Origin": "https://reports.example.com"}, 200),
        ({"Host": "127.0.0.1:3000", "Origin": "https://reports.example.com:8443"}, 403),
    ],
)
def test_a_post_is_answered_to_the_ui_s_own_pages_and_to_programs(
    port: int, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.format(port=port) for name, value in headers.items()}
    answer = requests.post(f"http://127.0.0.1:{port}/graphql", json={"query": CHANGE}, headers=sent, timeout=60)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 200),
        ("/", {"Host": "evil.example"}, 403),
        ("/", PAGE, 200),
        ("/graphql?query={version}", {}, 200),
        ("/graphql?query={version}", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ("/graphql?query=" + quote(CHANGE), {}, 403),
        ("/graphql?query=" + quote(CHANGE), PAGE, 403),
        ("/graphql?query=" + quote("{version}") + "&query=" + quote(f"# {{\n{CHANGE}"), {}, 403),
    ],
)
def test_a_get_changes_nothing_and_answers_no_foreign_page(
    port: int, path: str, headers: dict[str, str], status: int
) -> None:
    assert requests.get(f"http://127.0.0.1:{port}{path}", headers=headers, timeout=60).status_code == status


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("127.0.0.1", None, "101"),
        ("127.0.0.1", "http://127.0.0.1", "101"),
        ("127.0.0.1", "http://evil.example", "403"),
        ("evil.example", "http://evil.example", "403"),
    ],
)
def test_a_websocket_is_opened_for_the_ui_s_own_pages(port: int, host: str, origin: str | None, status: str) -> None:
    lines = [
        "GET /graphql HTTP/1.1",
        f"Host: {host}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *([f"Origin: {origin}"] if origin else []),
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        assert connection.recv(12).decode().split()[1] == status
