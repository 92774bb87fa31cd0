"""A server that answers what a test tells it to: for what the sandbox does not play."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO


@dataclass
class ReceivedRequest:
    """One request as it came: its first line, its headers by lower-case name, its body."""

    line: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)


@dataclass
class OddServer:
    url: str
    asked: list[ReceivedRequest] = field(default_factory=list)
    connections: int = 0


Answer = bytes | Callable[[ReceivedRequest, socket.socket], None]


def http(status: str, body: bytes = b"", *headers: str) -> bytes:
    """An answer with Content-Length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@contextmanager
def serving(*answers: Answer, tls: ssl.SSLContext | None = None) -> Iterator[OddServer]:
    """Gives the answers in turn, the last one again and again, over any number of connections."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    scheme = "https" if tls else "http"
    server = OddServer(f"{scheme}://localhost:{listener.getsockname()[1]}")
    threading.Thread(target=_accept, args=(listener, server, list(answers), tls), daemon=True).start()
    try:
        yield server
    finally:
        # Closing alone would not wake the thread that waits in accept.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _accept(listener: socket.socket, server: OddServer, answers: list[Answer], tls: ssl.SSLContext | None) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            server.connections += 1
            threading.Thread(target=_serve, args=(connection, server, answers, tls), daemon=True).start()


def _serve(connection: socket.socket, server: OddServer, answers: list[Answer], tls: ssl.SSLContext | None) -> None:
    with suppress(OSError), connection:
        sock = tls.wrap_socket(connection, server_side=True) if tls else connection
        with sock, sock.makefile("rb") as lines:
            while (asked := _read(lines)) is not None:
                server.asked.append(asked)
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
                if isinstance(answer, bytes):
                    sock.sendall(answer)
                else:
                    answer(asked, sock)


def _read(lines: BinaryIO) -> ReceivedRequest | None:
    first = lines.readline().decode().strip()
    if not first:
        return None
    headers = {}
    while text := lines.readline().decode().strip():
        name, _, value = text.partition(":")
        headers[name.lower()] = value.strip()
    return ReceivedRequest(first, headers, lines.read(int(headers.get("content-length", 0))))
