"""The response clocks run from first knowledge and never claim more than is verified."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.docket.clocks import REPORTED_LADDER, ladder
from ceasewatch.model.errors import DataError

START = datetime(2031, 3, 4, 22, 14, tzinfo=UTC)


def test_a_clock_shows_what_is_left_and_that_its_limit_is_unverified() -> None:
    first, second = ladder(START, START + timedelta(hours=2, minutes=30))
    assert first.words() == "first response: 21 h 30 min left (24 h, unverified)"
    assert second.remaining_s == (72 * 60 - 150) * 60
    assert first.running
    assert second.unverified


def test_a_clock_past_due_says_so_and_no_longer_runs() -> None:
    first, second = ladder(START, START + timedelta(hours=25))
    assert first.words() == "first response: 1 h 00 min past due (24 h, unverified)"
    assert not first.running
    assert second.running


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(DataError, match="has no zone"):
        ladder(datetime(2031, 3, 4, 22), START)  # noqa: DTZ001


@given(st.integers(0, 200 * 3600), st.integers(0, 3600))
def test_remaining_time_falls_second_for_second(elapsed: int, more: int) -> None:
    early = ladder(START, START + timedelta(seconds=elapsed))
    late = ladder(START, START + timedelta(seconds=elapsed + more))
    assert [a.remaining_s - b.remaining_s for a, b in zip(early, late, strict=True)] == [more] * len(REPORTED_LADDER)
