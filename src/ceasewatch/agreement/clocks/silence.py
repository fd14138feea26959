"""Days of silence that must pass before something begins, as seven consecutive days in a disengagement area.

Each day of the agreement's own calendar is counted, breaks the silence, was not observed, or is undetermined. For the
count at the end of a day D, with the days W that the last c counted days reach back to, and incidents i that lay inside
and were of a kind that breaks silence with probabilities between l_i and h_i::

    1 - sum of h_i over incidents that may fall into W  <=  P(count >= c)  <=  1 - max of l_i over those surely in W

whatever the dependence between them. How a day counts that nobody observed is a reading (:class:`Unobserved`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from ceasewatch.agreement.clocks.heard import Book, Heard, Observed, seen
from ceasewatch.agreement.clocks.odds import LIKELY, NEGLIGIBLE
from ceasewatch.agreement.clocks.result import View, unchecked
from ceasewatch.agreement.clocks.spans import MAX_DAYS, amount, day_start, days_between
from ceasewatch.model.clause import Number
from ceasewatch.model.errors import DataError
from ceasewatch.model.struct import PPM, Noun
from ceasewatch.model.table import Int
from ceasewatch.model.time import Utc, from_us, to_us
from ceasewatch.model.values import Kind


class Unobserved(StrEnum):
    """How a day counts on which nobody observed the area."""

    pauses = "pauses"
    """It is left out: the count stands still and goes on after it."""
    counts = "counts"
    """It is a day of silence unless something was heard."""
    breaks = "breaks"
    """The days are no longer consecutive: the count begins anew."""


class SilenceRule(Noun, frozen=True, kw_only=True, tag_field="primitive", tag="precondition_clock"):
    """So many consecutive days of silence in a zone.

    Attributes:
        zone: id of the pack's zone.
        days: in ``d``: days of the calendar of the agreement's own zone.
        kinds: what breaks the silence.
        unobserved: reading of a day on which nobody observed the area.
        observed_share: share of a day that must have been observed.
        since: the day of this moment is the first that can count; ``None`` leaves that to the caller.
    """

    zone: str
    days: Number
    kinds: tuple[Kind, ...]
    unobserved: Unobserved = Unobserved.pauses
    observed_share: Number
    since: Utc | None = None


class DayState(StrEnum):
    """What a day is worth."""

    counted = "counted"
    reset = "reset"
    not_observed = "not_observed"
    undetermined = "undetermined"
    running = "running"
    """The day is not over."""


class SilenceDay(Noun, frozen=True, kw_only=True):
    """One day of the calendar, and the count at its end.

    Attributes:
        hours: 23 or 25 where the clocks change.
        observed_ppm: share of the day, as far as it has passed, that was observed.
        p_broken_low_ppm, p_broken_high_ppm: bounds of the probability that the silence was broken that day.
        count_low, count_high: of consecutive days at its end, at most the number that is required.
        p_met_low_ppm, p_met_high_ppm: bounds of the probability that the required number is reached at its end.
    """

    day: str
    hours: int
    state: DayState
    observed_ppm: int
    p_broken_low_ppm: int
    p_broken_high_ppm: int
    count_low: int
    count_high: int
    p_met_low_ppm: int
    p_met_high_ppm: int
    reasons: tuple[str, ...] = ()


class Silence(Noun, frozen=True, kw_only=True):
    """The count under one reading, day by day.

    Attributes:
        required: number of days.
        possible_at: the earliest end of a day at which the condition may have been met (above 0.2); ``None`` if never.
        met_at: the earliest at which it surely was (0.95 or more).
    """

    zone: str
    reading: Unobserved
    required: int
    days: tuple[SilenceDay, ...]
    possible_at: Utc | None = None
    met_at: Utc | None = None
    unverified: tuple[str, ...] = ()


def silence(rule: SilenceRule, heard: Heard, observed: Observed, since: datetime, view: View) -> Silence:
    """The count of days, from the day of ``since`` to that of ``view.at``.

    Args:
        rule: as one reading has it.
        heard: incidents that may have broken the silence; of those, what may have happened after ``at`` is not known.
        observed: when the area was observed.
        since: its day is the first that can count; ``rule.since`` goes before.
        view: the moment and the zone.

    Raises:
        DataError: the number of days is no whole number of days, or the share is no probability.
    """
    required, share_ppm = numbers(rule, str(view.clause))
    days = [d for d in days_between(rule.since or since, view.at, view.zone) if _came(d, view)]
    if not days:
        return Silence(zone=rule.zone, reading=rule.unobserved, required=required, days=())
    edges = np.array([to_us(day_start(d, view.zone)) for d in (*days, days[-1] + timedelta(days=1))], dtype=np.int64)
    at_us = to_us(view.at)
    book = Book.make(heard.until(at_us), edges)
    watched_us = seen(observed, edges, at_us)
    states, rows = [], []
    for k in range(len(days)):
        over = int(edges[k + 1]) <= at_us
        passed = max(1, min(int(edges[k + 1]), at_us) - int(edges[k]))
        watched = int(watched_us[k]) * PPM // passed
        state = _state(book.broken(k, k), watched >= share_ppm, over=over, reading=rule.unobserved)
        states.append(state)
        count = _count(states, book, required, rule.unobserved)
        rows.append(_day(days[k], edges, k, state, watched, count, book))
    return _told(rule, required, rows, edges)


def by_reading(rule: SilenceRule, heard: Heard, observed: Observed, since: datetime, view: View) -> tuple[Silence, ...]:
    """As :func:`silence`, under each reading of a day that nobody observed."""
    return tuple(silence(replace(rule, unobserved=u), heard, observed, since, view) for u in Unobserved)


def _state(broken: tuple[int, int], watched: bool, *, over: bool, reading: Unobserved) -> DayState:
    if broken[0] >= LIKELY:
        return DayState.reset
    if not over:
        return DayState.running
    if not watched and reading is not Unobserved.counts:
        return DayState.not_observed
    return DayState.counted if broken[1] <= NEGLIGIBLE else DayState.undetermined


def _came(day: date, view: View) -> bool:
    """Whether the zone had that day: where it crossed the date line, it skipped one."""
    return day_start(day, view.zone) < day_start(day + timedelta(days=1), view.zone)


class _Count(NamedTuple):
    """At the end of a day: of consecutive days, and the probability that the required number is reached."""

    low: int
    high: int
    met_low: int
    met_high: int


def _count(states: Sequence[DayState], book: Book, required: int, reading: Unobserved) -> _Count:
    """Of the last of the days, walking back until the required number is counted or the count began anew."""
    last, counted, low, high, met = len(states) - 1, 0, 0, 0, (0, 0)
    for day in range(last, -1, -1):
        if states[day] is DayState.not_observed and reading is Unobserved.breaks:
            break
        if states[day] in {DayState.not_observed, DayState.running}:
            continue
        broken = book.broken(day, last)
        if broken[0] >= LIKELY:
            break
        counted += 1
        high = counted
        low = counted if broken[1] <= NEGLIGIBLE else low
        if counted == required:
            met = (PPM - broken[1], PPM - broken[0])
            break
    return _Count(low, high, *met)


def _day(day: date, edges: Int, k: int, state: DayState, watched: int, count: _Count, book: Book) -> SilenceDay:
    low, high = book.broken(k, k)
    said = [f"{watched / PPM:.0%} of the day observed"]
    if high:
        said.append(f"broken with probability {low / PPM:.2f} to {high / PPM:.2f}: {', '.join(book.ids(k))}")
    return SilenceDay(
        day=day.isoformat(),
        hours=round(int(edges[k + 1] - edges[k]) / 3_600_000_000),
        state=state,
        observed_ppm=watched,
        p_broken_low_ppm=low,
        p_broken_high_ppm=high,
        count_low=count.low,
        count_high=count.high,
        p_met_low_ppm=count.met_low,
        p_met_high_ppm=count.met_high,
        reasons=tuple(said),
    )


def _told(rule: SilenceRule, required: int, rows: Sequence[SilenceDay], edges: Int) -> Silence:
    possible = [k for k, d in enumerate(rows) if d.p_met_high_ppm > PPM - LIKELY and d.state is not DayState.running]
    sure = [k for k in possible if rows[k].p_met_low_ppm >= PPM - NEGLIGIBLE]
    return Silence(
        zone=rule.zone,
        reading=rule.unobserved,
        required=required,
        days=tuple(rows),
        possible_at=from_us(int(edges[possible[0] + 1])) if possible else None,
        met_at=from_us(int(edges[sure[0] + 1])) if sure else None,
        unverified=tuple(unchecked(days_of_silence=rule.days, share_of_a_day=rule.observed_share)),
    )


def numbers(rule: SilenceRule, where: str) -> tuple[int, int]:
    """Days that are required, and the share of a day in millionths; errors as in :func:`silence`."""
    n, share = amount(rule.days, where), amount(rule.observed_share, where)
    if rule.days.unit != "d" or n != n.to_integral_value() or not 1 <= n <= MAX_DAYS:
        raise DataError(
            f"{n} {rule.days.unit} are no days of silence", where=where, todo="write a number of days, in d"
        )
    if rule.observed_share.unit != "probability" or share > 1:
        raise DataError(f"{share} is no share of a day", where=where, todo="write 0 to 1, in unit probability")
    return int(n), int(share * PPM)
