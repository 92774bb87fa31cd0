"""`gio-pipeline notify test` sends a message to every address."""

from gio_pipeline_tests.cli.conftest import Terminal
from gio_pipeline_tests.defs.test_notices import Messages, receiver

__all__ = ["receiver"]


def addresses(terminal: Terminal, *listed: str) -> None:
    path = terminal.directory / "reports.yaml"
    path.write_text(f"notify: {list(listed)}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


def test_every_address_takes_the_message(terminal: Terminal, receiver: tuple[int, Messages]) -> None:
    port, taken = receiver
    addresses(terminal, f"json://127.0.0.1:{port}")
    done = terminal.run("notify", "test")
    assert (done.code, done.out) == (0, "1 address took the message.\n")
    assert [message["title"] for message in taken] == ["gio_pipeline: a test"]


def test_one_that_is_none_is_named_by_its_place_and_the_others_are_told(
    terminal: Terminal, receiver: tuple[int, Messages]
) -> None:
    port, taken = receiver
    addresses(terminal, "nothing://secret-key", f"json://127.0.0.1:{port}")
    done = terminal.run("notify", "test")
    assert (done.code, done.err) == (1, "notify: entry 1 is no Apprise address.\n")
    assert len(taken) == 1


def test_without_addresses_it_says_where_to_write_them(terminal: Terminal) -> None:
    done = terminal.run("notify", "test")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("There is no address under notify in reports.yaml")
