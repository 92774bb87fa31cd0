"""Tokens: shared, renewed once, refused for good."""

import json
import socket
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import Engine

from gio_pipeline.core.config.specs import Priority
from gio_pipeline.core.errors import AuthenticationError, ContractError, TransientError
from gio_pipeline.growingio.protocols import Slot
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.warehouse.rate_limits import PostgresRateGate
from gio_pipeline.warehouse.tokens import PostgresTokenStore
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.growingio.caller import Caller
from gio_pipeline_tests.growingio.conftest import SHOP, Connect, console, signed
from gio_pipeline_tests.growingio.odd_server import ReceivedRequest, http, serving

GRANTED = http("200 OK", b'{"status": "success", "code": "tok-1"}')
UNAUTHORIZED = http("401 Unauthorized", b'{"message": "Unauthorized", "errors": []}')


def test_a_killed_token_is_renewed_without_anyone_noticing(sandbox: Sandbox, connect_to: Connect) -> None:
    client = connect_to(signed(sandbox.url))
    client.dashboards()
    sandbox.set(kill_token=True)
    client.dashboards()
    stats = sandbox.stats()
    assert (stats["tokens_issued"], stats["unauthorized"], stats["requests"]) == (2, 1, 5)


def test_a_401_looks_first_whether_somebody_else_has_renewed(sandbox: Sandbox, connect_to: Connect) -> None:
    one, other = connect_to(signed(sandbox.url)), connect_to(signed(sandbox.url))
    one.dashboards()
    other.dashboards()
    sandbox.set(kill_token=True)
    one.dashboards()
    other.dashboards()
    assert sandbox.stats()["tokens_issued"] == 2


def test_a_revoked_console_token_is_final(sandbox: Sandbox, connect_to: Connect) -> None:
    sandbox.set(revoke_console_token=True)
    with pytest.raises(AuthenticationError) as caught:
        connect_to(console(sandbox.url)).dashboards()
    assert str(caught.value) == (
        "GrowingIO refused the console token of project shop (HTTP 401): trying again cannot help, "
        "make a new one in the console (项目配置 → API token 管理) and configure it as `token`."
    )
    stats = sandbox.stats()
    assert (stats["requests"], stats["tokens_issued"]) == (1, 0)


def test_a_wrong_secret_is_final(sandbox: Sandbox, connect_to: Connect) -> None:
    right = signed(sandbox.url)
    wrong = type(right)(
        uid=right.uid, base_url=right.base_url, ai=right.ai, secret="wrong-secret", client_id=right.client_id
    )
    with pytest.raises(AuthenticationError) as caught:
        connect_to(wrong).dashboards()
    assert str(caught.value) == (
        f"token of project shop: POST {sandbox.url}/auth/token refused "
        '(HTTP 401 ("the signature is wrong")): trying again cannot help, check uid, ai, secret and client_id.'
    )
    assert sandbox.stats()["requests"] == 1


def test_a_refusal_with_status_200_is_final(connect_to: Connect) -> None:
    with serving(http("200 OK", b'{"status": "failure", "message": "bad"}')) as server:
        with pytest.raises(AuthenticationError, match=r'refused \(HTTP 200 \("bad"\)\)'):
            connect_to(signed(server.url)).dashboards()
        assert len(server.asked) == 1


def test_a_wrong_clock_is_hinted_at(connect_to: Connect) -> None:
    refused = http("403 Forbidden", b'{"status": "failure"}', "Date: Wed, 21 Oct 2015 07:28:00 GMT")
    with serving(refused) as server, pytest.raises(AuthenticationError, match=r"clock is \d+ s ahead of the server's"):
        connect_to(signed(server.url)).dashboards()


@pytest.mark.parametrize(
    "passing", [http("503 Busy"), http("429 Slow"), http("408 Late"), http("200 OK", b"<html>maintenance</html>")]
)
def test_a_token_request_that_fails_in_passing_is_repeated(connect_to: Connect, passing: bytes) -> None:
    with serving(passing, passing, GRANTED, http("200 OK", b"[]")) as server:
        assert connect_to(signed(server.url)).dashboards() == []
    assert [asked.line.split()[0] for asked in server.asked] == ["POST", "POST", "POST", "GET"]


def test_after_a_failed_renewal_the_dead_token_is_not_tried_again(connect_to: Connect) -> None:
    busy = http("503 Busy")
    with serving(GRANTED, UNAUTHORIZED, busy, GRANTED.replace(b"tok-1", b"tok-2"), http("200 OK", b"[]")) as server:
        connect_to(signed(server.url)).dashboards()
    sent = [asked.headers.get("authorization", "POST") for asked in server.asked]
    assert sent == ["POST", "tok-1", "POST", "POST", "tok-2"]


def test_five_tokens_refused_in_a_row_are_final(connect_to: Connect) -> None:
    made: list[str] = []

    def answer(asked: ReceivedRequest, sock: socket.socket) -> None:
        if asked.line.startswith("POST"):
            made.append(f"tok-{len(made) + 1}")
            sock.sendall(http("200 OK", json.dumps({"status": "success", "code": made[-1]}).encode()))
        else:
            sock.sendall(UNAUTHORIZED)

    with serving(answer) as server, pytest.raises(AuthenticationError) as caught:
        connect_to(signed(server.url)).dashboards()
    gets = [asked.headers["authorization"] for asked in server.asked if asked.line.startswith("GET")]
    assert gets == ["tok-1", "tok-2", "tok-3", "tok-4", "tok-5"]
    assert "refused 5 different tokens in a row (HTTP 401)" in str(caught.value)


def test_tokens_that_answer_others_may_be_replaced_more_often(connect_to: Connect) -> None:
    made: list[str] = []
    clients: list[Caller] = []

    def answer(asked: ReceivedRequest, sock: socket.socket) -> None:
        if asked.line.startswith("POST"):
            made.append(f"tok-{len(made) + 1}")
            sock.sendall(http("200 OK", json.dumps({"status": "success", "code": made[-1]}).encode()))
        elif "dashboards" not in asked.line or len(made) == 8:
            sock.sendall(http("200 OK", b"[]"))
        else:
            clients[0].segments()
            sock.sendall(UNAUTHORIZED)

    with serving(answer) as server:
        clients.append(connect_to(signed(server.url)))
        assert clients[0].dashboards() == []
    assert len(made) == 8


def test_success_without_a_token_breaks_the_contract(connect_to: Connect) -> None:
    with serving(http("200 OK", b'{"status": "success"}')) as server, pytest.raises(ContractError):
        connect_to(signed(server.url)).dashboards()


def test_the_token_is_read_again_after_the_slot_is_won(sandbox: Sandbox, connect_to: Connect, engine: Engine) -> None:
    client = connect_to(signed(sandbox.url), rate_limit=1)
    day = 86_400_000
    client.chart("YoX28w7R", 1_769_875_200_000, 1_769_875_200_000 + day - 1, day)
    store = PostgresTokenStore(engine, signed(sandbox.url))

    class Renewing:
        """Renews the token while the client waits for its slot, which it has already seen coming."""

        def __init__(self, gate: PostgresRateGate) -> None:
            self.gate = gate

        def slot(self, priority: Priority) -> AbstractContextManager[Slot]:
            renewed = connect_to(signed(sandbox.url))
            sandbox.set(kill_token=True)
            renewed.dashboards()
            return self.gate.slot(priority)

        def block(self, seconds: float) -> None:
            self.gate.block(seconds)

    gate = Renewing(PostgresRateGate(engine, signed(sandbox.url), 1))
    waiting = connect_to(signed(sandbox.url), gate=gate, tokens=store)
    before = sandbox.stats()["unauthorized"]
    answer = waiting.chart("YoX28w7R", 1_769_875_200_000, 1_769_875_200_000 + day - 1, day)
    assert answer.requests == 1
    # The one 401 is that of the client which renewed the token.
    assert sandbox.stats()["unauthorized"] == before + 1


def test_a_refusing_token_endpoint_is_transient_only_while_it_is_down(sandbox: Sandbox, connect_to: Connect) -> None:
    sandbox.set(status={"code": 503, "match": "/auth/token"})
    with pytest.raises(TransientError, match="token of project shop: POST"):
        connect_to(signed(sandbox.url), retry=RetryPolicy(seconds=0)).dashboards()
    sandbox.set(status=None, refuse_auth=403)
    with pytest.raises(AuthenticationError, match="HTTP 403"):
        connect_to(signed(sandbox.url)).dashboards()
    assert SHOP.secret not in json.dumps(sandbox.stats()["log"])
