"""Credentials are filled in when somebody needs them, and what is missing is named."""

from pathlib import Path

import pytest

from gio_pipeline.core.config import Credentials
from gio_pipeline.core.errors import ConfigError, UsageError
from gio_pipeline.settings import Settings, load_settings

FILE = """\
projects:
  - name: shop
    uid: ${UID}
    base_url: ${URL}
    token: ${TOKEN}
    client_id: ${CLIENT}
    start: 2026-01-01
    reports: [{name: page_views, kind: chart, id: YoX28w7R}]
  - name: app
    uid: k2app77x
    ai: ${AI}
    secret: ${SECRET}
    client_id: ${CLIENT}
  - name: both
    uid: u3
    token: ${TOKEN}
    ai: ${AI}
    secret: ${SECRET}
    client_id: public
notify: ["dingtalk://${HOOK}", "${MAIL}"]
"""


def settings(folder: Path, **environ: str) -> Settings:
    (folder / "reports.yaml").write_text(FILE)
    return load_settings(environ, folder)


def refused(found: Settings, project: str) -> str:
    with pytest.raises(ConfigError) as caught:
        found.credentials(project)
    return str(caught.value)


def test_each_project_has_its_own_credentials(tmp_path: Path) -> None:
    environ = {"UID": "u1", "URL": "https://x.cn/", "TOKEN": "t", "CLIENT": "c", "AI": "a", "SECRET": "s p"}
    found = settings(tmp_path, **environ)
    assert found.credentials("shop") == Credentials("u1", "https://x.cn", token="t", client_id="c")
    assert found.credentials("app") == Credentials(
        "k2app77x", "https://www.growingio.com", ai="a", secret="s p", client_id="c"
    )


def test_every_missing_variable_of_a_project_is_named(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert refused(found, "shop") == (
        "Project shop: UID, URL, TOKEN and CLIENT are not set in the environment or .env."
    )
    assert refused(found, "app") == "Project app: AI, SECRET and CLIENT are not set in the environment or .env."
    assert refused(settings(tmp_path, AI="a", SECRET="  "), "app") == (
        "Project app: SECRET and CLIENT are not set in the environment or .env."
    )


def test_one_projects_missing_variables_do_not_stand_in_anothers_way(tmp_path: Path) -> None:
    assert settings(tmp_path, TOKEN="t").credentials("both").uid == "u3"


def test_a_token_wins_over_the_pair(tmp_path: Path) -> None:
    found = settings(tmp_path, TOKEN="t", AI="a", SECRET="s").credentials("both")
    assert (found.token, found.ai, found.secret, found.client_id) == ("t", None, None, "public")


def test_the_pair_is_taken_where_only_it_has_values(tmp_path: Path) -> None:
    found = settings(tmp_path, AI="a", SECRET="s").credentials("both")
    assert (found.token, found.ai, found.secret) == (None, "a", "s")
    assert refused(settings(tmp_path, AI="a"), "both") == (
        "Project both: TOKEN is not set in the environment or .env (instead of the token SECRET would do)."
    )


def test_blanks_around_a_value_are_left_out(tmp_path: Path) -> None:
    assert settings(tmp_path, TOKEN=" t\n").credentials("both").token == "t"


@pytest.mark.parametrize("value", ["Bearer hunter2", "hunter2密", "hunter2\nX-Other: 1"])
def test_a_token_that_no_header_can_hold_is_refused_unseen(tmp_path: Path, value: str) -> None:
    assert refused(settings(tmp_path, TOKEN=value), "both") == (
        "Project both: token (${TOKEN}) holds blanks or characters that no token or key has: "
        "copy it again, without quotes or Bearer."
    )


def test_an_address_from_the_environment_is_checked_as_one_in_the_file_is(tmp_path: Path) -> None:
    environ = {"UID": "u1", "TOKEN": "t", "CLIENT": "c"}
    assert refused(settings(tmp_path, **environ, URL="x.cn"), "shop") == (
        "Project shop: base_url (${URL}) must be a web address such as https://www.growingio.com."
    )
    environ |= {"UID": "../u", "URL": "https://x.cn"}
    assert refused(settings(tmp_path, **environ), "shop") == (
        "Project shop: uid (${UID}) must be an id: letters, digits, - and _ only."
    )


def test_a_report_has_its_projects_uid_as_soon_as_that_is_known(tmp_path: Path) -> None:
    assert settings(tmp_path).find("page_views").uid == "${UID}"
    assert settings(tmp_path, UID="u1").find("shop/page_views").uid == "u1"


def test_an_unknown_project_is_answered_with_those_there_are(tmp_path: Path) -> None:
    found = settings(tmp_path)
    with pytest.raises(UsageError) as caught:
        found.credentials("shpo")
    assert str(caught.value) == "No project 'shpo' is configured; did you mean shop?"
    with pytest.raises(UsageError) as caught:
        found.project("zzz")
    assert str(caught.value) == "No project 'zzz' is configured; there are shop, app and both."


def test_the_addresses_to_notify_are_filled_in_when_needed(tmp_path: Path) -> None:
    assert settings(tmp_path, HOOK="h", MAIL="mailto://m").notify() == ("dingtalk://h", "mailto://m")
    with pytest.raises(ConfigError) as caught:
        settings(tmp_path).notify()
    assert str(caught.value) == "notify: HOOK and MAIL are not set in the environment or .env."


def test_settings_show_no_secret(tmp_path: Path) -> None:
    environ = {"TOKEN": "hunter2", "GIO_DATABASE_URL": "postgresql://u:hunter2@db/gio"}
    found = settings(tmp_path, **environ)
    assert "hunter2" not in repr(found) + str(found) + repr(found.credentials("both"))
