"""The duty to give access, and what a denial does to a case: it hinders a finding and proves nothing about it.

A denial, a delay or a condition is a breach of its own. It never raises the probability that whoever denies did what is
alleged; a case that could not be looked into is *undetermined, obstruction recorded*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from ceasewatch.agreement.clocks.countdown import ClockEntry, Countdown, Pause, countdown, merged
from ceasewatch.agreement.clocks.odds import SURE, Bounds, any_of, outcome
from ceasewatch.agreement.clocks.result import ClockState, DutyResult, Fault, View, length, moment, unchecked
from ceasewatch.agreement.clocks.spans import DayRule, after
from ceasewatch.agreement.clocks.told import Due, Telling, judged, telling
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.clause import Number
from ceasewatch.model.ids import NO_PARTY, PartyId
from ceasewatch.model.notice import Notice, NoticeKind, NoticeOutcome
from ceasewatch.model.struct import Noun

DENIED: Final = "access_denied"
"""Name of the reason, for clocks that a denial pauses."""


class AccessRule(Noun, frozen=True, kw_only=True, tag_field="primitive", tag="access_duty"):
    """Monitors are let in.

    Attributes:
        within: how long after the request.
        who: who is bound; empty means every party.
        days: how a span in days is counted.
        conditions: the text allows conditions, as an escort.
        channel: whose log tells how it went.
    """

    within: Number
    who: tuple[PartyId, ...] = ()
    days: DayRule = DayRule.end_of_day
    conditions: bool = False
    channel: str = ""


class Hindered(Noun, frozen=True, kw_only=True):
    """What is left of a case's clock where access was denied.

    Attributes:
        clock: as the text has it.
        if_paused: as the reading has it in which a denial stops the clock.
        denied_s, open_s: parts of the clock's time in which access was denied and was not, in seconds.
        obstructed: denials fell into the clock's time.
        outcome: of the case; never more against anybody than without the denial.
    """

    clock: Countdown
    if_paused: Countdown
    denied_s: int
    open_s: int
    obstructed: bool
    outcome: Outcome
    p_low_ppm: int
    p_high_ppm: int
    by: tuple[PartyId, ...] = ()
    reasons: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


def access(rule: AccessRule, request: Notice, notices: Iterable[Notice], view: View) -> DutyResult | None:
    """Whether a request for access was met; ``None`` where who was asked is not bound or nothing was asked yet.

    Args:
        rule: as the pack has it.
        request: its ``to`` is who was asked.
        notices: answers name the request's id as their subject.
        view: from where it is looked at.

    Raises:
        DataError, LimitError: the span is no span.
    """
    if request.at > view.at or (rule.who and request.to not in rule.who):
        return None
    answers = _answers(request, notices, view)
    end = after(request.at, rule.within, view.zone, rule.days, str(view.clause))
    due = Due(end, end)
    given = [n for n in answers if n.outcome in {NoticeOutcome.granted, NoticeOutcome.conditional}]
    arrival = telling(NO_PARTY, given, due, view.absence(rule.channel, request.at, end), view)
    found = [_arrived(arrival, answers), *_denied(request, answers, view)]
    found += [] if rule.conditions else _conditional(given, view)
    result = judged(request.to, request.id, found, due, view, unverified=list(unchecked(time_for_access=rule.within)))
    breach = any_of(t.breach for t in found)
    return msgspec.structs.replace(
        result, faults=(*result.faults, Fault.obstruction) if breach.low else result.faults, state=arrival.state
    )


def denials(request: Notice, notices: Iterable[Notice], view: View) -> tuple[Pause, ...]:
    """Stretches in which what was asked for was denied or delayed, as pauses of a clock.

    A denial that names no stretch lasts until the next answer to the same request.
    """
    return tuple(p for _, p in _closed(request, _answers(request, notices, view)))


def hindered(
    clock: ClockEntry,
    start: datetime,
    stretches: Sequence[tuple[PartyId, Pause]],
    assessed: Bounds,
    view: View,
) -> Hindered:
    """What denials left of the time for a case.

    Args:
        clock: of the finding, as 24 hours.
        start: from when it counts.
        stretches: who denied access, and when (:func:`denials`).
        assessed: bounds of the probability of a breach, as assessed from what is known.
        view: from where it is looked at.
    """
    plain = countdown(msgspec.structs.replace(clock, pauses=()), start, view)
    pausing = msgspec.structs.replace(clock, pauses=(*clock.pauses, DENIED))
    if_paused = countdown(pausing, start, view, pauses=[p for _, p in stretches])
    end = max(start, min(view.at, plain.due or view.at))
    lost = [(max(a, start), min(b, end)) for a, b in merged(p for _, p in stretches)]
    denied = sum((b - a for a, b in lost if b > a), timedelta(0))
    told = outcome(assessed)
    spared = told in {Outcome.breach_likely, Outcome.no_breach}
    by = tuple(sorted({party for party, p in stretches if p.start < end and (p.end is None or p.end > start)}))
    return Hindered(
        clock=plain,
        if_paused=if_paused,
        denied_s=int(denied.total_seconds()),
        open_s=int((end - start - denied).total_seconds()),
        obstructed=bool(denied),
        outcome=told if spared or not denied else Outcome.undetermined,
        p_low_ppm=assessed.low,
        p_high_ppm=assessed.high,
        by=by if denied else (),
        reasons=tuple(_why(denied, end - start, by, spared=spared)),
        unverified=plain.unverified,
    )


def _why(denied: timedelta, whole: timedelta, by: Sequence[PartyId], *, spared: bool) -> list[str]:
    if not denied:
        return ["access was not denied while the clock ran"]
    lost, total = length(denied.total_seconds()), length(whole.total_seconds())
    said = [f"obstruction recorded: access denied by {', '.join(by)} for {lost} of {total}"]
    if spared:
        return [*said, "what is known without access suffices"]
    return [*said, "that access was denied says nothing about who did what is alleged: undetermined"]


def _answers(request: Notice, notices: Iterable[Notice], view: View) -> list[Notice]:
    known = view.known(notices, NoticeKind.access_answer)
    return [n for n in known if n.subject == request.id and n.at >= request.at]


def _closed(request: Notice, answers: Sequence[Notice]) -> list[tuple[Notice, Pause]]:
    """Answers that kept monitors out, each with the stretch for which it did."""
    out = []
    for k, n in enumerate(answers):
        if n.outcome in {NoticeOutcome.denied, NoticeOutcome.delayed}:
            later = next((a.at for a in answers[k + 1 :] if a.at > n.at), None)
            start, end = (n.about.start, n.about.end) if n.about else (n.at, later)
            start = max(start, request.at)
            if end is None or end > start:
                out.append((n, Pause(why=DENIED, start=start, end=end)))
    return out


def _arrived(arrival: Telling, answers: Sequence[Notice]) -> Telling:
    """How access came; that it was answered and not granted in time is what the log itself says."""
    if arrival.notice is None and answers and arrival.state is ClockState.late:
        fault = Fault.denied if answers[-1].outcome is NoticeOutcome.denied else Fault.delayed
        return Telling(arrival.recipient, SURE, ClockState.late, "it was answered, and access was not granted", fault)
    if arrival.fault is Fault.late:
        return Telling(arrival.recipient, SURE, arrival.state, arrival.reason, Fault.delayed, arrival.notice)
    return arrival


def _denied(request: Notice, answers: Sequence[Notice], view: View) -> list[Telling]:
    out = []
    for n, p in _closed(request, answers):
        if n.outcome is NoticeOutcome.denied:
            lasted = max(timedelta(0), min(p.end or view.at, view.at) - p.start)
            why = f"{n.by} denied access from {moment(p.start, view.zone)} for {length(lasted.total_seconds())}"
            out.append(Telling(request.to, SURE, ClockState.met, why, Fault.denied, n))
    return out


def _conditional(given: Sequence[Notice], view: View) -> list[Telling]:
    out = []
    for n in given:
        if n.outcome is NoticeOutcome.conditional:
            condition = n.text or "which nobody wrote down"
            why = f"granted {moment(n.at, view.zone)} under a condition that the text does not know: {condition}"
            out.append(Telling(n.by, SURE, ClockState.met, why, Fault.conditional, n))
    return out
