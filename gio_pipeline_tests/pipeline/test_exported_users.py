"""Users by the asynchronous exporter: links to files, which expire; together they are one snapshot."""

import threading

import pytest

from gio_pipeline.core.errors import ContractError, TransientError
from gio_pipeline_tests.pipeline.snapshots import answer, configure, counts, take
from gio_pipeline_tests.workbench import Workbench

V3 = "segment_users: [sgHigh01]\n    exporter: v3"


def ready(workbench: Workbench, settings: str = V3) -> None:
    configure(workbench, settings)
    workbench.faults()
    workbench.sandbox.set(export_polls=0)


def asked(workbench: Workbench, path: str) -> int:
    return sum(path in each["path"] for each in workbench.sandbox.stats()["log"])


def test_the_files_of_an_export_are_one_snapshot_and_their_server_is_sent_no_credential(workbench: Workbench) -> None:
    ready(workbench)
    workbench.sandbox.set(export_files=3)
    assert counts(take(workbench, "segments")["segment_users"]) == (1230, 1230, 0)
    assert workbench.query("select count(*), count(distinct snapshot_at) from gio.segment_users") == [(1230, 1)]
    assert workbench.sandbox.stats()["leaked_credentials"] == 0
    assert asked(workbench, "users.csv") == 0


LISTED = "select users_loaded, truncated from gio.segments where id = 'sgHigh01'"


@pytest.mark.slow
def test_more_than_200_000_users_are_had_whole_by_v3(workbench: Workbench) -> None:
    ready(workbench, "segment_users: [sgHigh01]")
    workbench.sandbox.set(segment_size=200_001, segment_cap=200_000)
    users = take(workbench, "segments")["segment_users"]
    assert (counts(users), users.warnings) == ((200_001, 200_001, 0), [])
    assert workbench.query(LISTED) == [(200_001, False)]
    assert asked(workbench, "users.csv") == 0


@pytest.mark.slow
def test_a_list_that_v2_has_cut_is_replaced_by_the_whole_one(workbench: Workbench) -> None:
    ready(workbench, "segment_users: [sgHigh01]")
    uncounted = answer("segmentations.json", [{"id": "sgHigh01", "name": "a", "userType": "u"}])
    workbench.faults(uncounted)
    workbench.sandbox.set(export_polls=0, segment_size=200_001, segment_cap=200_000)
    assert counts(take(workbench, "segments")["segment_users"]) == (200_001, 200_001, 0)
    assert workbench.query(LISTED) == [(200_001, False)]
    assert asked(workbench, "users.csv") == 1


@pytest.mark.slow
def test_where_there_is_no_v3_the_cut_list_is_taken_and_warned_about(workbench: Workbench) -> None:
    ready(workbench, "segment_users: [sgHigh01]")
    workbench.faults({"fault": "status", "match": "/v3/", "code": 404})
    workbench.sandbox.set(segment_size=200_001, segment_cap=200_000)
    users = take(workbench, "segments")["segment_users"]
    assert counts(users) == (200_000, 200_000, 0)
    assert users.warnings[0].startswith("The whole list could not be had by the asynchronous exporter: users of ")
    assert "200,000 users came, the most that a download holds of the 200,001" in users.warnings[1]


def test_a_file_that_breaks_is_begun_again_with_all_the_others(workbench: Workbench) -> None:
    ready(workbench)
    workbench.faults({"fault": "break_after", "match": "/_download/", "times": 1, "after": 1})
    workbench.sandbox.set(export_polls=0)
    assert counts(take(workbench, "segments", retry_seconds=10)["segment_users"]) == (1230, 1230, 0)


def test_links_that_have_expired_are_asked_for_anew(workbench: Workbench) -> None:
    ready(workbench)
    workbench.sandbox.set(links_expired=True)
    renewed = threading.Timer(1, lambda: workbench.sandbox.set(links_expired=False))
    renewed.start()
    assert counts(take(workbench, "segments", retry_seconds=20)["segment_users"]) == (1230, 1230, 0)
    renewed.join()


def test_links_that_expire_at_once_leave_the_users_taken_before(workbench: Workbench) -> None:
    ready(workbench)
    take(workbench, "segments")
    workbench.faults()
    workbench.sandbox.set(export_polls=0, links_expired=True)
    users = take(workbench, "segments", retry_seconds=0.5)["segment_users"]
    assert isinstance(users.error, TransientError) and "the link has expired" in str(users.error)
    assert workbench.query("select count(*) from gio.segment_users") == [(1230,)]


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("https://files.example.com", "which is not the vendor's: it is not asked for; if it is right, name it in"),
        ("http://gta.growingio.com", "without https"),
    ],
)
def test_links_to_other_servers_are_refused(workbench: Workbench, base: str, said: str) -> None:
    ready(workbench)
    workbench.sandbox.set(download_base=base)
    users = take(workbench, "segments")["segment_users"]
    assert isinstance(users.error, ContractError) and said in str(users.error)


def test_the_users_of_a_tag_are_taken_where_it_is_named(workbench: Workbench) -> None:
    ready(workbench, "tag_users: [tgVip001]")
    tag = take(workbench, "tags")["tag_users"]
    assert (counts(tag), tag.segment, tag.warnings) == ((640, 640, 0), "tgVip001", [])
    assert workbench.query("select tag_id, count(*) from gio.tag_users group by 1") == [("tgVip001", 640)]
    assert counts(take(workbench, "tags")["tag_users"]) == (640, 0, 0)
    assert workbench.query("select distinct jsonb_object_keys(properties) from gio.tag_users order by 1") == [
        ("会员等级",),
        ("性别",),
    ]
    workbench.sandbox.set(export_polls=0, segment_size=0)
    emptied = take(workbench, "tags")["tag_users"]
    assert "nobody is listed, though 640 were listed when they were last taken" in str(emptied.error)
    assert workbench.query("select count(*) from gio.tag_users") == [(640,)]
