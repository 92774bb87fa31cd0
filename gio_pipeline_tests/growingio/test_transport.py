"""The way to the server: kept connections, TLS, proxies."""

import datetime
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import Engine

from gio_pipeline.core.config.specs import Priority
from gio_pipeline.core.errors import ConfigError, PermanentError, TransientError
from gio_pipeline.growingio.calls import Answer
from gio_pipeline.growingio.retry import RetryPolicy, TimeLimits
from gio_pipeline.warehouse.rate_limits import PostgresRateGate, RateSlot
from gio_pipeline_tests.growingio.caller import Caller
from gio_pipeline_tests.growingio.conftest import Connect, console
from gio_pipeline_tests.growingio.odd_server import OddServer, ReceivedRequest, http, serving

REPORT = http("200 OK", b'{"id": "YoX28w7R"}')


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of `localhost` that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *private) + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def tls(authority: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)
    return context


class HangingUp(PostgresRateGate):
    """Tells a server when a second request queues, which wins its slot when that server has hung up."""

    def __init__(self, engine: Engine, url: str) -> None:
        super().__init__(engine, console(url), 200)
        self.queueing, self.hung_up, self._first = threading.Event(), threading.Event(), True

    @contextmanager
    def slot(self, priority: Priority = "schedule") -> Iterator[RateSlot]:
        with super().slot(priority) as slot:
            if not self._first:
                self.queueing.set()
                assert self.hung_up.wait(60)
            self._first = False
            yield slot


@contextmanager
def proxying(status: bytes = b"200 OK", closed: threading.Event | None = None) -> Iterator[OddServer]:
    """An HTTP proxy that tunnels (CONNECT) to where it is asked to; `closed` is set when a server has hung up."""

    def tunnel(asked: ReceivedRequest, sock: socket.socket) -> None:
        host, _, port = asked.line.split()[1].partition(":")
        if status != b"200 OK":
            sock.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
            return
        with socket.create_connection((host, int(port))) as onward:
            sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            back = threading.Thread(target=_pump, args=(onward, sock, closed), daemon=True)
            back.start()
            _pump(sock, onward)
            back.join(60)

    with serving(tunnel) as proxy:
        yield proxy


def _pump(source: socket.socket, target: socket.socket, closed: threading.Event | None = None) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
    if closed:
        closed.set()


def chart(client: Caller) -> Answer[Any]:
    return client.chart("YoX28w7R", 1, 2, 86_400_000)


def test_a_connection_is_kept_for_the_next_request(connect_to: Connect) -> None:
    with serving(REPORT) as server:
        client = connect_to(console(server.url))
        for _ in range(3):
            chart(client)
        assert (server.connections, len(server.asked)) == (1, 3)


def test_a_connection_that_died_while_it_waited_for_its_slot_costs_no_request(
    connect_to: Connect, engine: Engine
) -> None:
    def answer_and_hang_up(asked: ReceivedRequest, sock: socket.socket) -> None:
        sock.sendall(REPORT)
        assert gate.queueing.wait(60)
        sock.shutdown(socket.SHUT_RDWR)
        gate.hung_up.set()

    with serving(answer_and_hang_up) as server:
        gate = HangingUp(engine, server.url)
        client = connect_to(console(server.url), gate=gate)
        chart(client)
        # The pool sees a live connection, which the server closes before the slot is won.
        assert chart(client).requests == 1
        assert (server.connections, len(server.asked)) == (2, 2)


def test_tls_is_spoken_and_one_connection_kept(
    connect_to: Connect, tls: ssl.SSLContext, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    with serving(REPORT, tls=tls) as server:
        client = connect_to(console(server.url), rate_limit=5)
        for _ in range(3):
            assert chart(client).requests == 1
        # The tickets a TLS 1.3 server sends unasked are no sign of a dead connection.
        assert server.connections == 1
        assert server.asked[0].headers["authorization"] == "sandbox-console-token-of-shop"


def test_a_certificate_nobody_vouches_for_is_refused_for_good(connect_to: Connect, tls: ssl.SSLContext) -> None:
    with serving(REPORT, tls=tls) as server, pytest.raises(PermanentError) as caught:
        chart(connect_to(console(server.url)))
    assert "the certificate of the server (or of a proxy on the way) is not trusted" in str(caught.value)
    assert server.asked == []


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "SSL_CERT_DIR"])
def test_the_certificates_other_programs_trust_are_trusted(
    name: str, connect_to: Connect, tls: ssl.SSLContext, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "SSL_CERT_DIR":
        if shutil.which("openssl") is None:
            pytest.skip("openssl is not installed")
        hashed = authority.parent / "hashed"
        hashed.mkdir()
        (hashed / "authority.pem").write_bytes(authority.read_bytes())
        subprocess.run(["openssl", "rehash", str(hashed)], check=True)
        authority = hashed
    monkeypatch.setenv(name, str(authority))
    with serving(REPORT, tls=tls) as server:
        assert chart(connect_to(console(server.url))).requests == 1


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_cannot_be_read_are_a_mistake_in_the_configuration(
    name: str, connect_to: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, str(tmp_path / "missing.pem"))
    with pytest.raises(ConfigError) as caught:
        connect_to(console("https://www.growingio.com"))
    assert str(caught.value) == (
        f"{name} names {tmp_path / 'missing.pem'}, which cannot be read (No such file or directory): "
        "correct or unset it."
    )
    (tmp_path / "missing.pem").write_text("no certificate")
    with pytest.raises(ConfigError, match="which holds no certificates in PEM form: correct or unset it"):
        connect_to(console("https://www.growingio.com"))
    # Nothing is encrypted on the way to a sandbox of one's own.
    connect_to(console("http://127.0.0.1:1"))


def test_a_dripping_answer_is_cut_off_over_tls_too(
    connect_to: Connect, tls: ssl.SSLContext, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drip(asked: ReceivedRequest, sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            sock.sendall(b" ")
            time.sleep(0.05)

    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    with serving(drip, REPORT, tls=tls) as server:
        assert chart(connect_to(console(server.url), limits=TimeLimits(answer=0.8))).requests >= 2


def test_a_plain_proxy_of_the_environment_is_used_and_its_password_hidden(
    connect_to: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(REPORT, http("407 Who", b"")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.replace("//", "//user:hidden@"))
        client = connect_to(console("http://growingio.invalid"))
        assert chart(client).requests == 1
        with pytest.raises(PermanentError) as caught:
            chart(client)
    assert proxy.asked[0].line.startswith("GET http://growingio.invalid/v2/projects/nxog09md/charts/YoX28w7R.json?")
    assert proxy.asked[0].headers["authorization"] == "sandbox-console-token-of-shop"
    assert "hidden" not in str(caught.value)


def test_a_tunnelling_proxy_keeps_its_tunnel_over_a_lost_connection(
    connect_to: Connect, engine: Engine, tls: ssl.SSLContext, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer_and_hang_up(asked: ReceivedRequest, sock: socket.socket) -> None:
        sock.sendall(REPORT)
        assert gate.queueing.wait(60)
        sock.shutdown(socket.SHUT_RDWR)

    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    with serving(answer_and_hang_up, tls=tls) as server:
        gate = HangingUp(engine, server.url)
        with proxying(closed=gate.hung_up) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            client = connect_to(console(server.url), gate=gate)
            assert [chart(client).requests, chart(client).requests] == [1, 1]
            port = server.url.rpartition(":")[2]
            assert [asked.line for asked in proxy.asked] == [f"CONNECT localhost:{port} HTTP/1.0"] * 2
            assert "authorization" not in proxy.asked[1].headers
            assert [asked.line.split("?")[0] for asked in server.asked] == [
                "GET /v2/projects/nxog09md/charts/YoX28w7R.json"
            ] * 2


def test_a_proxy_that_wants_a_password_is_a_configuration_error(
    connect_to: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxying(b"407 Proxy Authentication Required") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(ConfigError, match="the proxy asks for a user and a password; write them in HTTPS_PROXY"):
            chart(connect_to(console("https://growingio.invalid")))


def test_a_socks_proxy_is_never_passed_by(connect_to: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        monkeypatch.setenv("HTTP_PROXY", f"socks5://127.0.0.1:{closed.getsockname()[1]}")
    # Without PySocks it is a configuration error, with it the proxy is found unreachable.
    with serving(REPORT) as server, pytest.raises((ConfigError, TransientError), match=r"SOCKS support|refused"):
        chart(connect_to(console(server.url), retry=RetryPolicy(seconds=0)))
    assert server.asked == []


def test_the_server_of_a_link_is_sent_no_credential(
    connect_to: Connect, tls: ssl.SSLContext, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    with serving(http("200 OK", b"u\tname\n1\ta\n"), tls=tls) as files:
        client = connect_to(console("https://localhost:9"), download_hosts=["127.0.0.1", "localhost"])
        with client.linked_users("segment", "a", f"{files.url}/users?signature=s3cret") as chunks:
            assert b"".join(chunks) == b"u\tname\n1\ta\n"
        assert not {"authorization", "x-client-id", "cookie"} & set(files.asked[0].headers)
