"""A segment's users over real HTTP: streamed, swapped whole, or left as they were."""

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest

from gio_pipeline.core.errors import TransientError
from gio_pipeline.pipeline.snapshot import take_snapshots
from gio_pipeline.pipeline.users import MOST_STREAMS
from gio_pipeline.warehouse.lending import place
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.growingio.odd_server import ReceivedRequest, http, serving
from gio_pipeline_tests.held_source import held
from gio_pipeline_tests.pipeline.snapshots import TABLES, USERS, answer, configure, counts, everything, paths, take
from gio_pipeline_tests.workbench import Workbench


def test_users_are_the_same_however_they_are_written(workbench: Workbench) -> None:
    configure(workbench, "segment_users: [sgHigh01]")
    take(workbench, "segments")
    before = workbench.query(USERS)
    assert (len(before), before[2]) == (
        1230,
        ("005fef84-0001220", 1, "u", {"性别": "", "会员等级": "", "注册渠道": "官网, 首页"}),
    )
    for faults in (["comma"], ["bom"], ["comma", "bom"]):
        workbench.faults(*({"fault": fault, "match": "users.csv"} for fault in faults))
        assert counts(take(workbench, "segments")["segment_users"]) == (1230, 0, 0)
        assert workbench.query(USERS) == before


def test_a_user_listed_twice_keeps_both_rows(workbench: Workbench) -> None:
    configure(workbench)
    workbench.faults({"fault": "repeat_line", "match": "users.csv", "line": 3})
    assert counts(take(workbench, "segments")["segment_users"]) == (421, 420, 0)
    twice = (
        "select user_id, array_agg(occurrence order by occurrence), count(distinct properties)"
        " from gio.segment_users group by 1 having count(*) > 1"
    )
    assert workbench.query(twice) == [("12250", [1, 2], 1)]


def test_users_who_came_and_went_are_counted(workbench: Workbench) -> None:
    configure(workbench)
    take(workbench, "segments")
    workbench.sandbox.set(segment_size=100)
    assert counts(take(workbench, "segments")["segment_users"]) == (100, 0, 320)
    workbench.sandbox.set(segment_size=None)
    assert counts(take(workbench, "segments")["segment_users"]) == (420, 320, 0)


BREAKS: list[dict[str, Any]] = [
    {"fault": "break_after", "bytes": 3_000},
    {"fault": "cut", "share": 0.5},
    {"fault": "cut", "share": 0.5, "chunked": True},
]


def test_a_stream_that_breaks_half_way_is_begun_again(workbench: Workbench) -> None:
    configure(workbench)
    for fault in BREAKS:
        workbench.faults(fault | {"match": "users.csv", "times": 2})
        users = take(workbench, "segments", retry_seconds=10)["segment_users"]
        assert (users.error, users.rows, users.requests) == (None, 420, 3)
    assert workbench.query("select count(*) from gio.segment_users") == [(420,)]


def test_a_stream_that_keeps_breaking_leaves_the_old_users(workbench: Workbench) -> None:
    configure(workbench)
    take(workbench, "segments")
    before = everything(workbench)
    workbench.faults({"fault": "break_after", "bytes": 3_000, "match": "users.csv"})
    users = take(workbench, "segments", retry_seconds=0.5)["segment_users"]
    assert isinstance(users.error, TransientError)
    assert str(users.error).startswith("users of segment sgLogin1 of project shop: GET http://127.0.0.1:")
    assert users.requests > 2
    assert everything(workbench) == before


def test_users_that_cannot_be_read_are_refused_with_their_line(workbench: Workbench) -> None:
    configure(workbench)
    take(workbench, "segments")
    before = everything(workbench)
    for fault, line, said in [
        ("wide_row", 7, "line 7: has 3 fields, but the first line has 2."),
        ("invalid_utf8", 400, "line 400: is not valid UTF-8."),
    ]:
        workbench.faults({"fault": fault, "line": line, "match": "users.csv"})
        users = take(workbench, "segments")["segment_users"]
        assert (str(users.error), users.requests) == (f"users of segment sgLogin1 of project shop, {said}", 1)
        assert everything(workbench) == before


def test_an_empty_answer_for_a_segment_with_users_leaves_the_old_ones(workbench: Workbench) -> None:
    configure(workbench)
    take(workbench, "segments")
    workbench.faults(answer("users.csv", ""))
    users = take(workbench, "segments", retry_seconds=0.3)["segment_users"]
    assert "the answer is empty, though the segment has 420 users." in str(users.error)
    assert workbench.query("select count(*) from gio.segment_users") == [(420,)]


@pytest.mark.parametrize("body", ["cs1\tname\n", "cs1\n", '"cs1","name"\r\n\r\n', "\ufeffcs1\tname"])
def test_a_list_with_a_header_and_nobody_leaves_the_old_users_of_a_segment_that_has_some(
    workbench: Workbench, body: str
) -> None:
    configure(workbench)
    take(workbench, "segments")
    workbench.faults(answer("users.csv", body))
    users = take(workbench, "segments")["segment_users"]
    assert str(users.error) == (
        "users of segment sgLogin1 of project shop: nobody is listed, though the segment has 420 users."
    )
    assert users.requests == 1
    assert workbench.query("select count(*) from gio.segment_users") == [(420,)]


@pytest.mark.parametrize(
    ("count", "left"),
    [(', "userNum": 0', 0), (', "userNum": "0"', 0), ("", 420), (', "userNum": null', 420), (', "userNum": 7', 420)],
)
def test_only_a_segment_that_is_said_to_be_empty_is_emptied(workbench: Workbench, count: str, left: int) -> None:
    configure(workbench)
    take(workbench, "segments")
    listed = f'[{{"id": "sgLogin1", "userType": "cs1"{count}}}]'
    workbench.faults(answer("segmentations.json", listed), answer("users.csv", "cs1\tname\n"))
    users = take(workbench, "segments")["segment_users"]
    assert ((users.error is None), workbench.query("select count(*) from gio.segment_users")) == (not left, [(left,)])


def test_every_user_of_an_unquoted_list_lands_with_the_text_as_sent(workbench: Workbench) -> None:
    configure(workbench)
    workbench.faults(answer("users.csv", 'cs1\tname\n1\t"大侠\n2\t普通\n3\t"全部加引号"\n4\t王"小"芳\n'))
    assert take(workbench, "segments")["segment_users"].rows == 4
    assert workbench.query("select user_id, properties->>'name' from gio.segment_users order by 1") == [
        ("1", '"大侠'), ("2", "普通"), ("3", '"全部加引号"'), ("4", '王"小"芳'),
    ]  # fmt: skip


def test_fewer_users_than_the_segment_has_are_marked_and_warned_about(workbench: Workbench) -> None:
    configure(workbench)
    workbench.sandbox.set(segment_cap=300)
    users = take(workbench, "segments")["segment_users"]
    assert counts(users) == (300, 300, 0)
    assert users.warnings == [
        "users of segment sgLogin1 of project shop: only 300 users came of the 420 that the source counts; "
        "the list is incomplete."
    ]
    marked = "select truncated, users_loaded, user_num from gio.segments where id = 'sgLogin1'"
    assert workbench.query(marked) == [(True, 300, 420)]
    workbench.sandbox.set(segment_cap=None)
    assert take(workbench, "segments")["segment_users"].warnings == []
    assert workbench.query(marked) == [(False, 420, 420)]


def test_a_download_without_its_header_is_warned_about(workbench: Workbench) -> None:
    configure(workbench)
    workbench.faults({"fault": "no_header", "match": "users.csv"})
    warnings = take(workbench, "segments")["segment_users"].warnings
    assert [warning.partition(": ")[2][:52] for warning in warnings] == [
        "the first line does not name the column of ids; if i",
        "only 419 users came of the 420 that the source count",
    ]
    # It is a user.
    assert "12249" not in "".join(warnings)


def test_a_segment_without_users_is_an_empty_snapshot(workbench: Workbench) -> None:
    configure(workbench, "segment_users: [sgNone01]")
    assert counts(take(workbench, "segments")["segment_users"]) == (0, 0, 0)
    assert workbench.query("select users_loaded, truncated from gio.segments where id = 'sgNone01'") == [(0, False)]


def test_the_users_of_all_segments_are_asked_for_while_none_has_come(workbench: Workbench) -> None:
    configure(workbench, "segment_users: [sgLogin1, sgNone01, sgHigh01]")
    with held(workbench) as source, ThreadPoolExecutor(1) as pool:
        taking = pool.submit(lambda: list(take_snapshots(workbench.runtime(), ["segments"])))
        source.wait_for(3)
        source.release_all()
        taken = taking.result(120)
    assert [(each.segment, *counts(each)) for each in taken] == [
        (None, 3, 3, 0),
        ("sgLogin1", 420, 420, 0),
        ("sgNone01", 0, 0, 0),
        ("sgHigh01", 1230, 1230, 0),
    ]


def test_a_list_that_broke_while_it_waited_to_be_stored_need_not_wait_again(tmp_path: Path, database_url: str) -> None:
    found = _places_at_each_download(tmp_path, database_url, "segment_users: [sgLogin1]")
    # The first list is asked for while others are stored; it breaks, and the second has its place.
    assert found == [1, 0]


def test_the_files_of_an_export_are_opened_when_they_can_be_stored(tmp_path: Path, database_url: str) -> None:
    found = _places_at_each_download(tmp_path, database_url, "segment_users: [sgLogin1]\n    exporter: v3")
    assert found == [0, 0]


def _places_at_each_download(directory: Path, database_url: str, settings: str) -> list[int]:
    """How many more lists could have been stored whenever one was asked for; the first one breaks."""
    users, free = http("200 OK", b"cs1\tname\n1\ta\n2\tb\n"), list[int]()

    def respond(asked: ReceivedRequest, sock: socket.socket) -> None:
        path = asked.line.split()[1]
        if path.endswith("/segmentations.json"):
            sock.sendall(http("200 OK", b'[{"id": "sgLogin1", "userType": "cs1", "userNum": 2}]'))
        elif path.startswith("/v3/"):
            done = {"status": "done", "downloadLinks": [f"{server.url}/file"]}
            sock.sendall(http("200 OK", json.dumps(done).encode()))
        else:
            free.append(_free(storing))
            sock.sendall(users[: None if len(free) > 1 else -5])
            sock.shutdown(socket.SHUT_WR)

    with serving(respond) as server, closing(Workbench(directory, database_url, cast(Sandbox, server))) as bench:
        configure(bench, settings)
        runtime = bench.runtime()
        storing = place(runtime.engine, "storing users", MOST_STREAMS)
        with storing:
            [_, taken] = take_snapshots(runtime, ["segments"])
        assert counts(taken) == (2, 2, 0)
        assert _free(storing) == 2
    return free


def _free(storing: threading.BoundedSemaphore) -> int:
    won = [storing for _ in range(MOST_STREAMS) if storing.acquire(blocking=False)]
    for each in won:
        each.release()
    return len(won)


def test_the_segments_are_listed_once_for_all_whose_users_are_taken_without_the_catalogue(workbench: Workbench) -> None:
    configure(workbench, "catalog: false\n    segment_users: [sgLogin1, sgNone01, sgHigh01]")
    taken = list(take_snapshots(workbench.runtime(), ["segments"]))
    assert [each.rows for each in taken] == [420, 0, 1230]
    assert len([path for path in paths(workbench) if path.endswith("/segmentations.json")]) == 1


def test_a_segment_that_is_not_listed_is_named_and_not_asked_for(workbench: Workbench) -> None:
    configure(workbench, "segment_users: [sgGone, sgNone01, sgNone01]")
    taken = list(take_snapshots(workbench.runtime(), ["segments"]))
    assert [(each.table, each.segment, each.error is None) for each in taken] == [
        ("segments", None, True),
        ("segment_users", "sgGone", False),
        ("segment_users", "sgNone01", True),
    ]
    assert str(taken[1].error) == (
        "segment sgGone of project shop: the source lists no such segment; "
        "check segment_users in reports.yaml. Users taken before are kept."
    )
    assert not [path for path in paths(workbench) if "sgGone" in path]


def test_no_users_are_taken_unless_their_segment_is_named(workbench: Workbench) -> None:
    configure(workbench, "segment_users: []")
    assert set(take(workbench)) == set(TABLES) - {"segment_users"}
    assert not [path for path in paths(workbench) if "users.csv" in path]


def test_users_are_for_the_eyes_of_their_own_role(workbench: Workbench) -> None:
    workbench.runtime()
    allowed = "select has_table_privilege(:role, 'gio.' || name, 'select') from unnest(cast(:names as text[])) as name"
    open_to = {
        role: [each for (each,) in workbench.query(allowed, role=role, names=list(TABLES))]
        for role in ("gio_reader", "gio_reader_pii")
    }
    assert open_to == {
        "gio_reader": [table != "segment_users" for table in TABLES],
        "gio_reader_pii": [True for _ in TABLES],
    }
