"""A clock starts, stands still, begins anew, is met or runs out; an expired one is a fact with its own moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement.clocks import (
    Basis,
    ClockEntry,
    ClockState,
    DayRule,
    Pause,
    Reset,
    between,
    countdown,
    expired,
)
from ceasewatch.model.notice import NoticeKind

RANK = [ClockState.met, ClockState.running, ClockState.paused, ClockState.met_late, ClockState.late]
hours = st.integers(0, 100).map(lambda n: timedelta(hours=n))


@pytest.fixture(scope="module")
def clock(m: Any) -> Any:
    def make(within: str = "24 h", **more: Any) -> ClockEntry:
        more = {"pauses": ("denied",), "resets": ("again",)} | more
        return ClockEntry(id="k", duty="answer", source="TEXT", starts=Basis.breach, within=m.n(within), **more)

    return make


@pytest.mark.parametrize(
    ("at", "met", "state", "left_h", "over_h"),
    [
        ("2025-03-01T07:59", None, ClockState.not_started, 0, 0),
        ("2025-03-01T08:00", None, ClockState.running, 24, 0),
        ("2025-03-02T08:00", None, ClockState.running, 0, 0),
        ("2025-03-02T09:00", None, ClockState.late, 0, 1),
        ("2025-03-02T09:00", "2025-03-02T08:00", ClockState.met, 0, 0),
        ("2025-03-02T11:00", "2025-03-02T10:00", ClockState.met_late, 0, 2),
        ("2025-03-02T09:30", "2025-03-02T10:00", ClockState.late, 0, 1.5),
    ],
)
def test_states(m: Any, clock: Any, at: str, met: str | None, state: ClockState, left_h: float, over_h: float) -> None:
    told = countdown(clock(), m.t("2025-03-01T08:00"), m.view(at), met=met and m.t(met))
    assert (told.state, told.left_s, told.overdue_s) == (state, left_h * 3600, over_h * 3600)
    assert any("24 h" in u for u in told.unverified)


def test_a_pause_moves_the_end_by_its_length(m: Any, clock: Any) -> None:
    start = m.t("2025-03-01T00:00")
    pauses = [Pause(why="denied", start=start + m.h(2), end=start + m.h(22)), Pause(why="weather", start=start)]
    told = countdown(clock(), start, m.view(start + m.h(30)), pauses=pauses)
    assert told.due == start + m.h(44)
    assert (told.state, told.paused_s, told.left_s) == (ClockState.running, 20 * 3600, 14 * 3600)
    during = countdown(clock(), start, m.view(start + m.h(12)), pauses=pauses)
    assert (during.state, during.left_s, during.paused_s) == (ClockState.paused, 22 * 3600, 10 * 3600)
    before = [
        Pause(why="denied", start=start - m.h(9), end=start - m.h(1)),
        Pause(why="denied", start=start, end=start),
    ]
    assert countdown(clock(), start, m.view(start + m.h(9)), pauses=before).due == start + m.h(24)
    assert countdown(clock(pauses=()), start, m.view(start + m.h(30)), pauses=pauses).due == start + m.h(24)


def test_days_of_the_calendar_end_with_a_day_after_a_pause_too(m: Any, clock: Any) -> None:
    start = m.t("2025-03-01T10:00")
    pause = Pause(why="denied", start=start + m.h(1), end=start + m.h(4))
    told = countdown(clock("2 d"), start, m.view(start + m.h(5)), pauses=[pause])
    assert told.due == m.t("2025-03-05T00:00")
    same = countdown(clock("2 d", days=DayRule.same_time), start, m.view(start + m.h(5)), pauses=[pause])
    assert same.due == m.t("2025-03-03T13:00")


def test_a_reset_begins_anew_only_while_it_runs(m: Any, clock: Any) -> None:
    start = m.t("2025-03-01T00:00")
    view = m.view(start + m.h(40))
    during = [Reset(why="again", at=start + m.h(20)), Reset(why="else", at=start + m.h(21))]
    assert countdown(clock(), start, view, resets=during).due == start + m.h(44)
    after = [Reset(why="again", at=start + m.h(25))]
    told = countdown(clock(), start, view, resets=after)
    assert (told.due, told.state) == (start + m.h(24), ClockState.late), "what has run out stays so"
    met = countdown(clock(), start, view, resets=during, met=start + m.h(10))
    assert (met.due, met.state) == (start + m.h(24), ClockState.met)


def test_a_start_known_as_an_interval(m: Any, clock: Any) -> None:
    began = m.span("2025-03-01T00:00", "2025-03-01T06:00")
    at = {h: between(clock(), began, m.view(m.t("2025-03-01T00:00") + m.h(h))).state for h in (12, 26, 31)}
    assert at == {12: ClockState.running, 26: ClockState.undetermined, 31: ClockState.late}
    told = between(clock(), began, m.view("2025-03-02T02:00"))
    assert (told.due, told.due_latest) == (m.t("2025-03-02T00:00"), m.t("2025-03-02T06:00"))
    assert between(clock(), None, m.view("2025-03-02T02:00")).state is ClockState.not_started


def test_an_expired_clock_is_a_fact_with_its_moment(m: Any, clock: Any) -> None:
    start = m.t("2025-03-01T00:00")
    facts = {
        tuple(expired([countdown(clock(), start, m.view(start + m.h(h)), met=met)]))
        for h in (25, 48, 999)
        for met in (None, start + m.h(30))
    }
    (fact,) = facts.pop()
    assert not facts, "the same, whenever it is looked at and whatever came later"
    assert (fact.kind, fact.at, fact.subject) == (NoticeKind.clock_expired, start + m.h(24), "k")
    assert not tuple(expired([countdown(clock(), start, m.view(start + m.h(24)))]))


stretches = st.lists(st.tuples(hours, hours.filter(bool)), max_size=4)


def pauses_of(start: datetime, drawn: list[tuple[timedelta, timedelta]]) -> list[Pause]:
    return [Pause(why="denied", start=start + a, end=start + a + b) for a, b in drawn]


@settings(max_examples=30)
@given(a=hours, b=hours, at=hours, drawn=stretches, resets=st.lists(hours, max_size=2), days=st.booleans())
def test_an_earlier_act_is_never_worse(
    m: Any, clock: Any, a: Any, b: Any, at: Any, drawn: Any, resets: Any, days: bool
) -> None:
    start, (first, second) = m.t("2025-03-01T07:00"), sorted((a, b))
    more = {
        "pauses": pauses_of(start, drawn),
        "resets": [Reset(why="again", at=start + r) for r in resets],
    }
    early, late, never = (
        countdown(clock("2 d" if days else "24 h"), start, m.view(start + at), met=met, **more)
        for met in (start + first, start + second, None)
    )
    assert RANK.index(early.state) <= RANK.index(late.state) or late.state is ClockState.met
    assert early.overdue_s <= late.overdue_s <= never.overdue_s or late.state is ClockState.met
    assert early.state is not ClockState.met_late or late.state in {ClockState.met_late, ClockState.late}


@settings(max_examples=30)
@given(at=hours, drawn=stretches, seed=st.randoms())
def test_the_order_of_pauses_does_not_matter_and_a_longer_one_never_hurts(
    m: Any, clock: Any, at: Any, drawn: Any, seed: Any
) -> None:
    start = m.t("2025-03-01T07:00")
    pauses = pauses_of(start, drawn)
    mixed = seed.sample(pauses, len(pauses))
    told = countdown(clock(), start, m.view(start + at), pauses=pauses)
    assert told == countdown(clock(), start, m.view(start + at), pauses=mixed)
    longer = [Pause(why=p.why, start=p.start, end=p.end and p.end + m.h(1)) for p in pauses]
    more = countdown(clock(), start, m.view(start + at), pauses=longer)
    assert told.due is not None
    assert more.due is not None
    assert more.due >= told.due


@settings(max_examples=30)
@given(at=hours, met=st.none() | hours, drawn=stretches, shift=st.timedeltas(timedelta(-400), timedelta(400)))
def test_hours_move_with_any_translation(m: Any, clock: Any, at: Any, met: Any, drawn: Any, shift: Any) -> None:
    start = m.t("2025-03-01T07:00")
    told, moved = (
        countdown(
            clock(), s, m.view(s + at, zone=m.kyiv), met=None if met is None else s + met, pauses=pauses_of(s, drawn)
        )
        for s in (start, start + shift)
    )
    assert (told.state, told.left_s, told.overdue_s, told.paused_s) == (
        moved.state, moved.left_s, moved.overdue_s, moved.paused_s,
    )  # fmt: skip
    assert told.due is not None
    assert moved.due == told.due + shift
