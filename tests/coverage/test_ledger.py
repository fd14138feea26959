"""The account of effort: one state at a time, and what nobody wrote down is unknown."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.coverage import effort, filled, ledger, resolved
from ceasewatch.coverage.effort import totals
from ceasewatch.coverage.ledger import HOUR_US, STATES
from ceasewatch.coverage.overlaps import LEAST_SEEING_FIRST
from ceasewatch.model import Observer, ObserverKind, to_us
from ceasewatch.model.ids import ObserverId, PartyId


def told(book):
    """(observer, from hour, to hour, state) of each stretch."""
    first = to_us(datetime(2031, 5, 1, tzinfo=UTC))
    hours = [((s - first) / HOUR_US, (e - first) / HOUR_US) for s, e in zip(book.start_us, book.end_us, strict=True)]
    return [(o, *h, str(STATES[s])) for o, h, s in zip(book.observer, hours, book.state, strict=True)]


def test_where_two_logs_differ_the_one_that_sees_least_holds(entry):
    book = resolved(ledger([entry("a", 0, 10), entry("a", 4, 6, "down"), entry("a", 5, 8, "degraded")]))
    assert told(book) == [
        ("a", 0, 4, "observing"),
        ("a", 4, 6, "down"),
        ("a", 6, 8, "degraded"),
        ("a", 8, 10, "observing"),
    ]


def test_of_equal_states_the_one_with_a_position_then_the_shortest_holds(entry):
    whole = entry("a", 0, 10)
    placed = entry("a", 0, 10, at=(-45.0, -125.0))
    short = entry("a", 2, 3, at=(-45.5, -125.0))
    book = resolved(ledger([whole, short, placed]))
    assert [round(v, 1) for v in book.lat] == [-45.0, -45.5, -45.0]


def test_observers_do_not_touch_each_other(entry):
    book = resolved(ledger([entry("a", 0, 10), entry("b", 0, 10, "down")]))
    assert told(book) == [("a", 0, 10, "observing"), ("b", 0, 10, "down")]


def test_unwritten_time_is_unknown_where_the_observer_was_last(entry, day):
    book = filled(
        ledger([entry("a", 2, 4, area="North"), entry("a", 6, 8, area="South")]), to_us(day), to_us(day) + 10 * HOUR_US
    )
    assert told(book) == [
        ("a", 0, 2, "unknown"),
        ("a", 2, 4, "observing"),
        ("a", 4, 6, "unknown"),
        ("a", 6, 8, "observing"),
        ("a", 8, 10, "unknown"),
    ]
    assert list(book.area) == ["North", "North", "North", "South", "South"]


def test_an_observer_whom_nobody_mentions_is_unknown_throughout(entry, day):
    silent = Observer(id=ObserverId("z"), kind=ObserverKind.camera, side=PartyId("B"))
    book = filled(ledger([entry("a", 0, 24)]), to_us(day), to_us(day) + 24 * HOUR_US, [silent])
    assert told(book)[-1] == ("z", 0, 24, "unknown")
    assert book.side[-1] == "B"


stretch = st.tuples(
    st.sampled_from("ab"), st.integers(0, 47), st.integers(1, 12), st.sampled_from([str(s) for s in STATES])
)


@given(st.lists(stretch, max_size=12), st.randoms())
def test_every_moment_has_one_state_whatever_the_order(entry, day, said, shuffle):
    entries = [entry(o, s / 2, (s + w) / 2, state) for o, s, w, state in said]
    start, end = to_us(day), to_us(day) + 24 * HOUR_US
    book = filled(ledger(entries), start, end)
    observers = {o for o, *_ in said}
    assert book.hours.sum() == pytest.approx(24 * len(observers))
    for o in observers:
        mine = book.take(book.observer == o)
        assert (mine.start_us[1:] == mine.end_us[:-1]).all()
    shuffle.shuffle(entries)
    again = filled(ledger(entries), start, end)
    assert told(again) == told(book)


@given(st.lists(stretch, min_size=1, max_size=8))
def test_the_state_of_a_moment_is_the_least_seeing_that_was_said_of_it(entry, said):
    book = resolved(ledger([entry(o, s / 2, (s + w) / 2, state) for o, s, w, state in said]))
    order = [str(s) for s in LEAST_SEEING_FIRST]
    for who, start, end, state in told(book):
        middle = start + end  # twice the middle, in the half hours of ``said``
        spoken = [what for o, s, w, what in said if o == who and s <= middle < s + w]
        assert state == min(spoken, key=order.index)


def test_effort_by_area_and_side_adds_up(entry, day):
    entries = [
        entry("a", 0, 12, at=(-45.0, -125.0)),
        entry("a", 12, 18, "down"),
        entry("c", 0, 24, kind="camera", area="South"),
    ]
    sides = {"North": PartyId("A"), "South": PartyId("B")}
    book = filled(ledger(entries, sides=sides), to_us(day), to_us(day) + 24 * HOUR_US)
    by_area = effort(book, ("area", "side"))
    assert list(by_area.area) == ["North", "South"]
    assert list(by_area.side) == ["A", "B"]
    assert by_area.seeing_h.tolist() == [12, 24]
    assert by_area.expected_h.tolist() == [24, 24]
    assert totals(by_area) == {"observing": 36, "degraded": 0, "denied": 0, "down": 6, "unknown": 6}
    assert effort(book, ()).seeing_h.tolist() == [36]


def test_night_is_counted_by_the_sun(entry, day):
    """On the equator at the Greenwich meridian half of a day is about dark, and noon is not."""
    at = (0.0, 0.0)
    whole = effort(filled(ledger([entry("a", 0, 24, at=at)]), to_us(day), to_us(day) + 24 * HOUR_US))
    noon = effort(filled(ledger([entry("a", 9, 15, at=at)]), to_us(day), to_us(day) + 24 * HOUR_US))
    assert 0.42 < whole.night[0] < 0.5
    assert noon.night[0] == 0.0
    nobody = effort(filled(ledger([entry("a", 0, 24, "down", at=at)]), to_us(day), to_us(day) + 24 * HOUR_US))
    assert np.isnan(nobody.night[0])


def test_the_side_is_the_entrys_else_the_rosters_else_the_areas(entry):
    roster = [Observer(id=ObserverId("b"), kind=ObserverKind.patrol, side=PartyId("B"))]
    entries = [entry("a", 0, 1, side=PartyId("A")), entry("b", 0, 1), entry("c", 0, 1), entry("d", 0, 1, area="")]
    assert list(ledger(entries, roster, sides={"North": PartyId("C")}).side) == ["A", "B", "C", ""]


def test_effort_is_that_of_posts_only(entry, day):
    """Press and parties write all day on one side: no observer-hours, and no part in the parity of the sides."""
    posts = [entry("p1", 0, 10, side=PartyId("A")), entry("p2", 0, 10, side=PartyId("B"))]
    voices = [entry(k, 0, 24, kind=k, side=PartyId("A")) for k in ("press", "party", "social_media", "civilian")]
    start, end = to_us(day), to_us(day) + 24 * HOUR_US
    alone, together = (effort(filled(ledger(e), start, end), ("side",)) for e in (posts, [*posts, *voices]))
    assert list(together.side) == list(alone.side) == ["A", "B"]
    assert together.seeing_h.tolist() == alone.seeing_h.tolist() == [10, 10]
    assert together.expected_h.tolist() == alone.expected_h.tolist()
