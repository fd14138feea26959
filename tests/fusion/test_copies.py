"""Copies without words: what two reports say decides whether they tell one story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.fusion.copies import copy_odds
from ceasewatch.fusion.evidence import Codebook, evidence
from ceasewatch.fusion.packed import ECHO, MODE, STORY_RATE
from ceasewatch.fusion.parameters import DEFAULT
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import Belief, Means, Observation, ObserverKind, Point, Position, TimeInterval
from ceasewatch.model.count import Count
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
RATES = np.log([0.05, 1.0, 5.0])
"""Other stories per km2 and day: a quiet district, a front, its worst day."""


def told(name: str, start_min: float, minutes: float, km: float, count: int | None, kind: str = "explosion",
         observer_kind: ObserverKind = ObserverKind.press) -> Observation:  # fmt: skip
    """A writer's report of so many minutes after noon, so far north of one point."""
    start = NOON + timedelta(minutes=start_min)
    return Observation(
        id=ObservationId(name),
        feed=FeedId("made"),
        observer=ObserverId(f"outlet {name}"),
        observer_kind=observer_kind,
        phenomenon=TimeInterval(start=start, end=start + timedelta(minutes=minutes)),
        reported_at=NOON + timedelta(hours=9),
        means=Means.reported,
        place=Point(at=Position.of(-45.0 + km / 111.2, -125.0), radius_m=2000),
        kind=Belief.certain(kind),
        count=Count() if count is None else Count(lowest=count, best=count, highest=count),
    )


def odds(a: Observation, b: Observation, rate: float = RATES[1], family: tuple[int, int] = (-1, -1)) -> float:
    """Log odds that the two tell one story; ``family``: of copies, by their words."""
    e = evidence(tabulate([a, b]), DEFAULT, Codebook(DEFAULT))
    e.code[:, ECHO] = family
    e.real[:, STORY_RATE] = rate
    numbers = e.numbers.copy()
    numbers[MODE] = 1.0
    forth, back = (copy_odds(e.real, e.code, e.weapons, numbers, i, 1 - i, -1e6) for i in (0, 1))
    assert forth == back
    return forth


FIRST = told("a", 0, 17, 0.0, 6)


@pytest.mark.parametrize("rate", RATES)
def test_one_who_read_again_within_minutes_copies(rate: float) -> None:
    assert odds(FIRST, told("b", 3, 17, 0.4, 6), rate) > 2.0


@pytest.mark.parametrize(
    "other",
    [
        told("b", 3, 31, 0.4, 9),  # another length and number: another witness of it
        told("b", 30, 17, 30.0, None),  # the like far away
        told("b", 95, 17, 0.4, 6),  # the next one
        told("b", 3, 17, 0.4, 6, "burst"),
    ],
    ids=["length", "far", "later", "kind"],
)
def test_who_tells_it_otherwise_is_an_origin(other: Observation) -> None:
    assert odds(FIRST, other) < 0.0


def test_a_copy_may_know_only_the_part_of_the_day() -> None:
    day = told("b", -180, 360, 0.6, 6)
    assert odds(FIRST, day) > 0.0 > odds(told("c", 500, 17, 0.0, 6), day)


def test_busy_places_ask_for_more() -> None:
    worth = [odds(FIRST, told("b", 3, 17, 1.0, 6), rate) for rate in RATES]
    assert worth == sorted(worth, reverse=True)
    assert worth[0] > worth[2]


def test_who_perceives_does_not_copy() -> None:
    assert odds(FIRST, told("b", 0, 17, 0.0, 6, observer_kind=ObserverKind.patrol)) < -1000


@settings(max_examples=60)
@given(km=st.floats(0.0, 40.0), more=st.floats(0.0, 20.0), late=st.floats(-400.0, 400.0))
def test_farther_is_never_likelier(km: float, more: float, late: float) -> None:
    near, far = (odds(FIRST, told("b", round(late), 17, d, 6)) for d in (km, km + more))
    assert far <= near + 1e-6


@settings(max_examples=40)
@given(minutes=st.integers(0, 120), more=st.integers(0, 120))
def test_of_equal_lengths_the_later_is_never_likelier(minutes: int, more: int) -> None:
    near, far = (odds(FIRST, told("b", m, 17, 0.5, 6)) for m in (minutes, minutes + more))
    assert far <= near + 1e-9


@pytest.mark.parametrize("text", ["Shells fell on the mill.", "Снаряды упали на мельницу."], ids=["latin", "cyrillic"])
def test_words_that_tell_two_stories_count_against_one_and_only_where_both_have_words(text: str) -> None:
    other = told("b", 3, 17, 0.4, 6)
    worded, also = (msgspec.structs.replace(o, text=text) for o in (FIRST, other))
    without = odds(FIRST, other, family=(0, 1))
    assert odds(worded, also, family=(0, 0)) > without > odds(worded, also, family=(0, 1))
    assert odds(worded, other, family=(0, 1)) == without
