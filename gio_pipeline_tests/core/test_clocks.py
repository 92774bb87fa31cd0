"""Two clocks held against each other."""

from datetime import timedelta

import pytest

from gio_pipeline.core.clocks import Clocks
from gio_pipeline_tests.core.periods import at

NOW = at("2026-03-02 12:00")


@pytest.mark.parametrize(
    ("seconds", "ahead", "told", "refused"),
    [
        (0, 0, False, False),
        (120, 120, False, False),
        (121, 121, True, False),
        (600, 600, True, False),
        (601, 601, True, True),
        (-121, 0, True, False),
        (-601, 0, True, True),
    ],
)
def test_two_minutes_are_told_and_ten_are_refused(seconds: int, ahead: int, told: bool, refused: bool) -> None:
    clocks = Clocks(NOW + timedelta(seconds=seconds), NOW)
    assert (clocks.ahead, clocks.worth_a_warning, clocks.refused) == (timedelta(seconds=ahead), told, refused)


def test_a_reading_that_takes_long_is_no_difference() -> None:
    before, after = NOW - timedelta(minutes=3), NOW + timedelta(minutes=4)
    assert Clocks.read(before, NOW, after) == Clocks(NOW, NOW)
    assert Clocks.read(before, before - timedelta(minutes=5), after).ahead == timedelta(minutes=5)
    assert Clocks.read(before, after + timedelta(minutes=5), after) == Clocks(after, after + timedelta(minutes=5))


def test_both_clocks_are_named() -> None:
    assert Clocks(NOW + timedelta(minutes=25), NOW).refusal == (
        "This machine's clock (2026-03-02 04:25 UTC) is 25 minutes ahead of the database's (2026-03-02 04:00 UTC), so "
        "nothing can be called settled: set both by NTP and load again; load --allow-unsettled stores what is there as "
        "provisional."
    )
    assert Clocks(NOW - timedelta(minutes=3), NOW).warning == (
        "This machine's clock (2026-03-02 03:57 UTC) is 3 minutes behind the database's (2026-03-02 04:00 UTC): what "
        "has settled is judged by the earlier one; set both by NTP."
    )
    assert "what is stored is provisional" in Clocks(NOW - timedelta(minutes=11), NOW).warning
