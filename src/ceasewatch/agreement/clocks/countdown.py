"""A duty's countdown: it starts, is paused and reset, and is met or runs out. All of it is a function of ``at``.

Its time is what the text grants from the start (:mod:`~ceasewatch.agreement.clocks.spans`); pauses move the end by as
long as they lasted, and where days are counted by the calendar the end is then that of the day. A reset begins the
count anew while it runs; what has been met or has run out stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from ceasewatch.agreement.clocks.result import ClockState, View, length, moment, unchecked
from ceasewatch.agreement.clocks.spans import DayRule, after, day_of, day_start, says
from ceasewatch.model.clause import Number
from ceasewatch.model.ids import NO_PARTY, PartyId
from ceasewatch.model.notice import Notice, NoticeKind
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import TimeInterval, Utc

_NONE: Final = timedelta(0)


class Basis(StrEnum):
    """What a clock counts from."""

    breach = "breach"
    first_notice = "first_notice"
    request = "request"
    activity = "activity"
    condition = "condition"


class ClockEntry(Noun, frozen=True, kw_only=True):
    """A clock of ``pack.yaml``.

    Attributes:
        duty: what is to be done, in our own words.
        who: who is bound; empty means whoever the clause binds.
        starts: what it counts from.
        within: how long; hours elapse, days are counted by the calendar.
        days: which day is the first and when the last ends.
        pauses, resets: names of what stops the count for a while and of what begins it anew.
    """

    id: str
    duty: str
    source: str
    starts: Basis
    within: Number
    who: tuple[PartyId, ...] = ()
    days: DayRule = DayRule.end_of_day
    pauses: tuple[str, ...] = ()
    resets: tuple[str, ...] = ()
    verified: bool = False


class Pause(Noun, frozen=True, kw_only=True):
    """A stretch ``start <= t < end`` in which the reason ``why`` held; ``end`` is ``None`` while it lasts."""

    why: str
    start: Utc
    end: Utc | None = None


class Reset(Noun, frozen=True, kw_only=True):
    """A moment at which the reason ``why`` occurred."""

    why: str
    at: Utc


class Countdown(Noun, frozen=True, kw_only=True):
    """A clock as it stands at ``at``.

    Attributes:
        started: from when it counts, after the last reset.
        due: the last moment that is in time, were all pauses over at ``at``.
        due_latest: where the start is an interval, ``due`` counted from its end.
        left_s: time that is left, in seconds; 0 once it is over.
        overdue_s: by how much it was missed, or is being missed.
        paused_s: how long it has stood still since ``started``.
    """

    clock: str
    at: Utc
    state: ClockState
    started: Utc | None = None
    due: Utc | None = None
    due_latest: Utc | None = None
    met_at: Utc | None = None
    left_s: int = 0
    overdue_s: int = 0
    paused_s: int = 0
    reasons: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


def countdown(
    clock: ClockEntry,
    start: datetime | None,
    view: View,
    *,
    met: datetime | None = None,
    pauses: Iterable[Pause] = (),
    resets: Iterable[Reset] = (),
) -> Countdown:
    """Where a clock stands.

    Args:
        clock: as the pack has it.
        start: when what it counts from happened; ``None`` if it has not.
        view: the moment and the zone.
        met: when the duty was met.
        pauses: those whose reason the clock does not name do nothing.
        resets: likewise.

    Raises:
        DataError, LimitError: the clock's span is no span (:func:`ceasewatch.agreement.clocks.spans.after`).
    """
    if start is None or start > view.at:
        return _row(clock, view, ClockState.not_started, reasons=(f"{clock.duty}: its clock has not started",))
    met = met if met is not None and met <= view.at else None
    end = view.at if met is None else met
    stops = merged(p for p in pauses if p.why in clock.pauses and p.start < end)
    stops = [(a, min(b, end)) for a, b in stops]
    began = _began(clock, start, view, met, stops, resets)
    due = _due(clock, began, view, stops)
    state = _state(due, met, view.at, _standing(clock, pauses, view.at))
    stood = sum(((b - max(a, began)) for a, b in stops if b > began), _NONE)
    return _counted(clock, view, state, began, due, met, stood)


def between(
    clock: ClockEntry,
    start: TimeInterval | None,
    view: View,
    *,
    met: datetime | None = None,
    pauses: Iterable[Pause] = (),
    resets: Iterable[Reset] = (),
) -> Countdown:
    """As :func:`countdown` from a start that is known as an interval: ``undetermined`` where its ends disagree."""
    pauses, resets = tuple(pauses), tuple(resets)
    if start is None:
        return countdown(clock, None, view)
    first, last = (countdown(clock, s, view, met=met, pauses=pauses, resets=resets) for s in (start.start, start.end))
    if first == last:
        return first
    if first.state is last.state:
        return msgspec.structs.replace(first, due_latest=last.due)
    why = f"it began between {moment(start.start, view.zone)} and {moment(start.end, view.zone)}, so nobody can tell"
    return msgspec.structs.replace(
        first, state=ClockState.undetermined, due_latest=last.due, left_s=last.left_s, reasons=(why, *first.reasons)
    )


def expired(clocks: Iterable[Countdown]) -> Iterator[Notice]:
    """A fact for each clock that ran out, dated by the moment when it did: the same whenever it is looked at."""
    for c in clocks:
        if c.due is not None and c.state in {ClockState.late, ClockState.met_late}:
            last = c.due_latest or c.due
            yield Notice(
                id=f"{c.clock}@{last:%Y%m%dT%H%M%S.%fZ}",
                kind=NoticeKind.clock_expired,
                by=NO_PARTY,
                at=last,
                subject=c.clock,
                text=f"the clock {c.clock} ran out",
            )


def merged(pauses: Iterable[Pause]) -> list[tuple[datetime, datetime]]:
    """Stretches that do not touch, in order; one without an end lasts beyond all."""
    out: list[tuple[datetime, datetime]] = []
    for a, b in sorted((p.start, p.end or datetime.max.replace(tzinfo=p.start.tzinfo)) for p in pauses):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        elif b > a:
            out.append((a, b))
    return out


def _began(
    clock: ClockEntry,
    start: datetime,
    view: View,
    met: datetime | None,
    stops: list[tuple[datetime, datetime]],
    resets: Iterable[Reset],
) -> datetime:
    """The start, or the last reset that came while the count ran."""
    began = start
    for r in sorted(r.at for r in resets if r.why in clock.resets and start < r.at <= view.at):
        if (met is not None and met <= r) or _due(clock, began, view, [s for s in stops if s[0] < r]) < r:
            break
        began = r
    return began


def _due(clock: ClockEntry, began: datetime, view: View, stops: list[tuple[datetime, datetime]]) -> datetime:
    nominal = after(began, clock.within, view.zone, clock.days, where=clock.id)
    left, now = nominal - began, began
    for a, b in stops:
        if b <= now:
            continue
        if max(a, now) - now > left:
            break
        left -= max(a, now) - now
        now = b
    due = now + left
    if due == nominal or clock.within.unit != "d" or clock.days is DayRule.same_time:
        return due
    day = day_of(due, view.zone)
    return due if due == day_start(day, view.zone) else day_start(day + timedelta(days=1), view.zone)


def _standing(clock: ClockEntry, pauses: Iterable[Pause], at: datetime) -> bool:
    return any(p.why in clock.pauses and p.start <= at and (p.end is None or at < p.end) for p in pauses)


def _state(due: datetime, met: datetime | None, at: datetime, standing: bool) -> ClockState:
    if met is not None:
        return ClockState.met if met <= due else ClockState.met_late
    if at > due:
        return ClockState.late
    return ClockState.paused if standing else ClockState.running


def _counted(
    clock: ClockEntry,
    view: View,
    state: ClockState,
    began: datetime,
    due: datetime,
    met: datetime | None,
    stood: timedelta,
) -> Countdown:
    open_ = state in {ClockState.running, ClockState.paused}
    over = max(_NONE, (met or view.at) - due)
    granted = f"{says(clock.within, view.zone, clock.days)} from {began:%Y-%m-%d %H:%MZ}"
    said = [f"{clock.duty}: due {moment(due, view.zone)}, {granted}"]
    if stood:
        said.append(f"it stood still for {length(stood.total_seconds())}")
    if met is not None:
        said.insert(0, f"met {moment(met, view.zone)}" + (f", {length(over.total_seconds())} late" if over else ""))
    elif state is ClockState.late:
        said.insert(0, f"nobody logged that it was met; it is {length(over.total_seconds())} over")
    return _row(
        clock,
        view,
        state,
        started=began,
        due=due,
        met_at=met,
        left_s=int((due - view.at).total_seconds()) if open_ else 0,
        overdue_s=int(over.total_seconds()),
        paused_s=int(stood.total_seconds()),
        reasons=tuple(said),
    )


def _row(clock: ClockEntry, view: View, state: ClockState, **more: object) -> Countdown:
    doubts = [] if clock.verified else [f"clock {clock.id}: its wording ({clock.source})"]
    doubts += unchecked(span=clock.within)
    return msgspec.structs.replace(Countdown(clock=clock.id, at=view.at, state=state, unverified=tuple(doubts)), **more)
