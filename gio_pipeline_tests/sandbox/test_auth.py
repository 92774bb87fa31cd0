import hashlib
import hmac
import time

import pytest
import requests

from gio_pipeline.sandbox import PROJECTS, Project
from gio_pipeline.sandbox.auth import Tokens
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.sandbox.conftest import APP, SHOP

PATH = "/projects/nxog09md/dashboards.json"


def body(signer: Project, tm: int, **other: str) -> str:
    fields = {"project": signer.uid, "ai": signer.ai, "tm": str(tm)} | other
    signed = "POST\n/auth/token\n" + "&".join(f"{name}={fields[name]}" for name in ("project", "ai", "tm"))
    auth = hmac.new(signer.secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
    return "&".join(f"{name}={value}" for name, value in ({"auth": auth} | fields).items())


def sign_in(sandbox: Sandbox, project: Project = SHOP, text: str | None = None) -> requests.Response:
    text = text or body(project, round(time.time() * 1000))
    return requests.post(f"{sandbox.url}/auth/token", data=text, headers={"X-Client-Id": project.client_id}, timeout=60)


def status(sandbox: Sandbox, token: str | None, client_id: str | None = None, path: str = PATH) -> int:
    headers = {"Authorization": token, "X-Client-Id": client_id}
    return requests.get(sandbox.url + path, headers=headers, timeout=60).status_code


def test_a_console_token_works_as_it_is_without_a_client_id(sandbox: Sandbox) -> None:
    assert status(sandbox, SHOP.console_token) == 200
    assert status(sandbox, SHOP.console_token, SHOP.client_id) == 200
    assert status(sandbox, SHOP.console_token, APP.client_id) == 401


def test_a_token_opens_no_other_project(sandbox: Sandbox) -> None:
    assert [status(sandbox, p.console_token) for p in PROJECTS] == [200, 401, 401]
    assert status(sandbox, SHOP.console_token, path="/projects/unknown1/dashboards.json") == 401


def test_without_a_token_the_answer_is_the_documented_401(sandbox: Sandbox) -> None:
    answer = requests.get(sandbox.url + PATH, timeout=60)
    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized", "errors": []})
    assert sandbox.stats()["unauthorized"] == 1


def test_a_revoked_console_token_is_refused(sandbox: Sandbox) -> None:
    sandbox.set(revoke_console_token="nxog09md")
    assert status(sandbox, SHOP.console_token) == 401
    assert status(sandbox, APP.console_token, path="/projects/k2app77x/dashboards.json") == 200
    sandbox.set(revoke_console_token=None)
    assert status(sandbox, SHOP.console_token) == 200


def test_a_signature_made_by_openssl_at_the_sandbox_clock_gets_a_token(sandbox: Sandbox) -> None:
    signature = "7f92d29845c1ca298050fc99f7c771e79deb6bda9bd384acfdf4b5b1854c3e26"
    text = f"project=nxog09md&ai=0a1b4118dd954ec3bcc69da5138bdb96&tm=1768881600000&auth={signature}"
    answer = sign_in(sandbox, text=text)
    assert answer.json() == {"status": "success", "code": answer.json()["code"]}
    assert status(sandbox, answer.json()["code"], SHOP.client_id) == 200
    assert sandbox.stats()["tokens_issued"] == 1


def test_a_signed_token_needs_its_client_id(sandbox: Sandbox) -> None:
    token = sign_in(sandbox).json()["code"]
    assert status(sandbox, token, SHOP.client_id) == 200
    assert status(sandbox, token) == 401
    assert status(sandbox, token, APP.client_id) == 401


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"auth": "0" * 64}, 401), ({"ai": "another"}, 401), ({"project": "k2app77x"}, 401), ({"project": "none"}, 401)],
)
def test_what_does_not_belong_together_is_refused(sandbox: Sandbox, wrong: dict[str, str], code: int) -> None:
    answer = sign_in(sandbox, text=body(SHOP, round(time.time() * 1000), **wrong))
    assert (answer.status_code, answer.json()["status"]) == (code, "failure")


def test_a_signature_is_good_for_five_minutes(sandbox: Sandbox) -> None:
    now = round(time.time() * 1000)
    assert sign_in(sandbox, text=body(SHOP, now - 290_000)).status_code == 200
    assert sign_in(sandbox, text=body(SHOP, now - 310_000)).status_code == 403
    sandbox.set(clock_skew=600)
    assert sign_in(sandbox, text=body(SHOP, now)).status_code == 403


def test_a_new_token_kills_the_old_one_of_its_project_only(sandbox: Sandbox) -> None:
    apps = sign_in(sandbox, APP).json()["code"]
    first, second = (sign_in(sandbox).json()["code"] for _ in range(2))
    assert (status(sandbox, first, SHOP.client_id), status(sandbox, second, SHOP.client_id)) == (401, 200)
    assert status(sandbox, apps, APP.client_id, "/projects/k2app77x/rules.csv") == 200


def test_a_token_can_be_killed_at_any_moment(sandbox: Sandbox) -> None:
    token = sign_in(sandbox).json()["code"]
    sandbox.set(kill_token="k2app77x")
    assert status(sandbox, token, SHOP.client_id) == 200
    sandbox.set(kill_token=True)
    assert status(sandbox, token, SHOP.client_id) == 401
    assert status(sandbox, SHOP.console_token) == 200


def test_signing_in_can_be_refused_for_a_while(sandbox: Sandbox) -> None:
    sandbox.set(refuse_auth={"times": 1, "code": 403})
    assert [sign_in(sandbox).status_code for _ in range(2)] == [403, 200]


def test_a_token_lives_thirty_days() -> None:
    now = [0.0]
    tokens = Tokens(clock=lambda: now[0])
    token = tokens.issue("nxog09md")
    now[0] = 30 * 86_400 - 1
    assert tokens.holds("nxog09md", token)
    now[0] += 1
    assert not tokens.holds("nxog09md", token)
