"""The swap of a segment's users, without a network."""

import random
import threading
import tracemalloc
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.catalog import Segment
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.segment_users import Swapped, is_cut, replace_users

NOW = datetime(2026, 6, 10, tzinfo=UTC)
SEGMENT = Segment("shop", "sg1", "cs1", 3)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


def users(engine: Engine) -> list[tuple[str, int, dict[str, str]]]:
    statement = "select user_id, occurrence, properties from gio.segment_users order by user_id, occurrence"
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def take_users(engine: Engine, segment: Segment, chunks: Iterable[bytes], at: datetime) -> Swapped:
    return replace_users(engine, segment, [chunks], at, limited=True)


def test_every_cell_comes_back_as_it_was_sent(engine: Engine) -> None:
    odd = 'back\\slash \\N \\. "quotes"\ttab\nline\rreturn \u2028 🛒'
    written = odd.replace('"', '""')
    body = f'cs1,name,name,\n"{written}","{written}",,x\n\\N,\\.,\\,""\nnul\x00,,,\n'
    take_users(engine, SEGMENT, [body.encode()], NOW)
    assert users(engine) == [
        ("\\N", 1, {"name": "\\.", "name (2)": "\\", "": ""}),
        (odd, 1, {"name": odd, "name (2)": "", "": "x"}),
        ("nul\ufffd", 1, {"name": "", "name (2)": "", "": ""}),
    ]


def test_a_user_listed_again_keeps_the_order_of_the_list(engine: Engine) -> None:
    take_users(engine, SEGMENT, [b"cs1\tcity\n7\tfirst\n8\tother\n7\tsecond\n7\tfirst\n"], NOW)
    assert users(engine) == [
        ("7", 1, {"city": "first"}),
        ("7", 2, {"city": "second"}),
        ("7", 3, {"city": "first"}),
        ("8", 1, {"city": "other"}),
    ]


def test_other_segments_and_projects_keep_their_users(engine: Engine) -> None:
    for project, id in [("shop", "sg1"), ("shop", "sg2"), ("app", "sg1")]:
        take_users(engine, Segment(project, id, "u", 1), [b"u\n1\n"], NOW)
    take_users(engine, SEGMENT, [b"cs1\n2\n3\n"], NOW)
    with engine.connect() as connection:
        rows = connection.execute(text("select project, segment_id, user_id from gio.segment_users order by 1, 2, 3"))
        assert [tuple(row) for row in rows] == [
            ("app", "sg1", "1"),
            ("shop", "sg1", "2"),
            ("shop", "sg1", "3"),
            ("shop", "sg2", "1"),
        ]


@pytest.mark.parametrize("raised", [KeyboardInterrupt(), OSError("the stream broke")], ids=["Ctrl-C", "break"])
def test_whatever_ends_the_stream_is_raised_as_it_is_and_the_old_users_stay(
    engine: Engine, raised: BaseException
) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"cs1\n" + b"".join(b"%d\n" % number for number in range(5_000))
        raise raised

    take_users(engine, SEGMENT, [b"cs1\n1\n2\n3\n"], NOW)
    with pytest.raises(type(raised)) as caught:
        take_users(engine, SEGMENT, breaking(), NOW)
    assert caught.value is raised
    assert [user for user, _, _ in users(engine)] == ["1", "2", "3"]


def test_two_downloads_at_once_leave_one_of_them_whole(engine: Engine) -> None:
    both_copied = threading.Barrier(2, timeout=60)

    def chunks(first: int) -> Iterator[bytes]:
        yield b"cs1\n" + b"".join(b"%d\n" % number for number in range(first, first + 1_000))
        both_copied.wait()

    with ThreadPoolExecutor(2) as pool:
        swaps = [pool.submit(take_users, engine, SEGMENT, chunks(first), NOW) for first in (0, 500)]
    assert [swap.result().rows for swap in swaps] == [1_000, 1_000]
    found = sorted(int(user) for user, _, _ in users(engine))
    assert found in (list(range(1_000)), list(range(500, 1_500)))


def test_an_id_too_long_for_its_index_is_one_sentence_without_the_id(engine: Engine) -> None:
    noise = "".join(random.Random(7).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=20_000))
    with pytest.raises(WarehouseError, match="index row") as caught:
        take_users(engine, SEGMENT, [f"cs1\n{noise}\n".encode()], NOW)
    assert noise[:20] not in str(caught.value)


def test_a_list_is_cut_at_the_most_a_download_holds_or_below_what_the_segment_has() -> None:
    segment = Segment("shop", "sg1", "u", 1_230)
    assert [is_cut(segment, users) for users in (1_229, 1_230, 1_231)] == [True, False, False]
    assert [is_cut(Segment("shop", "sg1", "u", None), users) for users in (0, 199_999, 200_000, 200_001)] == [
        False, False, True, False
    ]  # fmt: skip


def test_the_memory_it_takes_does_not_grow_with_the_segment(engine: Engine) -> None:
    def chunks(count: int) -> Iterator[bytes]:
        yield b"cs1\tname\tcity\n"
        for at in range(0, count, 1_000):
            yield b"".join(b"%d\tGrowingIO\tShanghai\n" % number for number in range(at, at + 1_000))

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            take_users(engine, SEGMENT, chunks(count), NOW)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1_000)
    # 20,000 users are 0.5 MB of text and ten times that as lists.
    assert peak(20_000) < 2_000_000
    assert len(users(engine)) == 20_000
