"""When fire is answered: lawful only if every condition holds that the text sets (Measures of 22 July 2020, point f).

The conditions: the other side was on the offensive; the coordination mechanism was tried; without success; the
leadership gave the order; the contact group was told. What nobody logged is undetermined unless that channel's log is
declared complete; what only the party that fired says is no log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from ceasewatch.agreement.clocks.odds import NEGLIGIBLE, NEVER, OPEN, SURE, Bounds, all_of, outcome
from ceasewatch.agreement.clocks.result import ClockState, DutyResult, Fault, View, moment, unchecked
from ceasewatch.agreement.clocks.spans import DayRule, after, before
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.clause import Number
from ceasewatch.model.ids import ClauseId, IncidentId, PartyId
from ceasewatch.model.notice import Notice, NoticeKind, NoticeOutcome
from ceasewatch.model.struct import PPM, Noun
from ceasewatch.model.time import TimeInterval


class Leadership(Noun, frozen=True, kw_only=True):
    """Whose order counts for a party."""

    party: PartyId
    by: tuple[PartyId, ...]


class ReturnFireRule(Noun, frozen=True, kw_only=True, tag_field="primitive", tag="return_fire"):
    """Fire is returned only under conditions.

    Attributes:
        mechanism: to whom the attempt at coordination is made; any of them.
        leadership: whose order counts; for a party that is not named, anybody's.
        inform: who is told afterwards.
        attempt_within: an attempt or order longer than this before the fire was about something else.
        inform_within: until when the contact group is told; ``None`` where the text sets no time.
        attempts, orders, told: channels whose logs tell of each.
    """

    mechanism: tuple[PartyId, ...]
    inform: PartyId
    leadership: tuple[Leadership, ...] = ()
    attempt_within: Number | None = None
    inform_within: Number | None = None
    days: DayRule = DayRule.end_of_day
    attempts: str = ""
    orders: str = ""
    told: str = ""


class Fire(Noun, frozen=True, kw_only=True):
    """Fire by a party that may have been an answer.

    Attributes:
        party: who is taken to have fired.
        interval: the fire began at one moment in it.
        p_low_ppm, p_high_ppm: bounds of the probability that it was fire, and that party's.
        provoked_low_ppm, provoked_high_ppm: that the other side was on the offensive when it began.
    """

    incident: IncidentId
    party: PartyId
    interval: TimeInterval
    p_low_ppm: int = PPM
    p_high_ppm: int = PPM
    provoked_low_ppm: int = 0
    provoked_high_ppm: int = PPM


class Lawfulness(StrEnum):
    """What may be said of return fire."""

    lawful = "lawful"
    breach = "breach"
    undetermined = "undetermined"


class ConditionName(StrEnum):
    """Conditions of lawful return fire, in the order of the text."""

    offensive = "offensive_operation"
    tried = "coordination_tried"
    failed = "coordination_failed"
    ordered = "ordered_by_the_leadership"
    informed = "contact_group_informed"


class Condition(Noun, frozen=True, kw_only=True):
    """One condition and the bounds of the probability that it held."""

    name: ConditionName
    p_low_ppm: int
    p_high_ppm: int
    reason: str
    notices: tuple[str, ...] = ()


class ReturnFire(Noun, frozen=True, kw_only=True):
    """Whether fire was lawful return fire, with each condition named. It is not a verdict.

    Attributes:
        outcome: of the clause; ``result`` is the same in the words of the text.
        p_low_ppm, p_high_ppm: bounds of the probability of a breach: it was that party's fire, and a condition failed.
    """

    clause: ClauseId
    incident: IncidentId
    party: PartyId
    result: Lawfulness
    outcome: Outcome
    p_low_ppm: int
    p_high_ppm: int
    conditions: tuple[Condition, ...]
    reading: PartyId
    unverified: tuple[str, ...] = ()


def return_fire(rule: ReturnFireRule, fire: Fire, notices: Iterable[Notice], view: View) -> ReturnFire:
    """Whether each condition held when the fire began.

    Attempts and orders name the party as ``by`` or ``to``; what the contact group is told names the incident as its
    subject.

    Raises:
        DataError, LimitError: a span of the rule is no span.
    """
    given = tuple(notices)
    conditions = (
        Condition(
            name=ConditionName.offensive,
            p_low_ppm=fire.provoked_low_ppm,
            p_high_ppm=fire.provoked_high_ppm,
            reason=f"the other side was on the offensive with probability {_percent(fire)}",
        ),
        *_coordination(rule, fire, given, view),
        _ordered(rule, fire, given, view),
        _informed(rule, fire, given, view),
    )
    bounds = [Bounds(c.p_low_ppm, c.p_high_ppm) for c in conditions]
    lawful = all_of(bounds)
    breach = all_of([Bounds(fire.p_low_ppm, fire.p_high_ppm), ~lawful])
    if any(b.high <= NEGLIGIBLE for b in bounds):
        result = Lawfulness.breach if breach.low > NEGLIGIBLE else Lawfulness.undetermined
    else:
        result = Lawfulness.lawful if lawful.low >= PPM - NEGLIGIBLE else Lawfulness.undetermined
    return ReturnFire(
        clause=view.clause,
        incident=fire.incident,
        party=fire.party,
        result=result,
        outcome=outcome(breach),
        p_low_ppm=breach.low,
        p_high_ppm=breach.high,
        conditions=conditions,
        reading=view.reading,
        unverified=tuple(unchecked(age_of_an_attempt=rule.attempt_within, time_to_inform=rule.inform_within)),
    )


def as_duty(told: ReturnFire) -> DutyResult:
    """The same as the result of a duty, beside those of others; its reasons are the conditions, the worst first."""
    ranked = sorted(told.conditions, key=lambda c: c.p_high_ppm)
    failed = any(c.p_high_ppm <= NEGLIGIBLE for c in ranked)
    return DutyResult(
        clause=told.clause,
        party=told.party,
        subject=told.incident,
        reading=told.reading,
        outcome=told.outcome,
        state=ClockState.met if told.result is Lawfulness.lawful else ClockState.undetermined,
        p_low_ppm=told.p_low_ppm,
        p_high_ppm=told.p_high_ppm,
        faults=(Fault.condition_failed,) if failed else (),
        notices=tuple(sorted({n for c in ranked for n in c.notices})),
        reasons=tuple(f"{c.name}: {c.reason}" for c in ranked),
        unverified=told.unverified,
    )


def _percent(fire: Fire) -> str:
    return f"{fire.provoked_low_ppm / PPM:.2f} to {fire.provoked_high_ppm / PPM:.2f}"


def _coordination(
    rule: ReturnFireRule, fire: Fire, notices: Sequence[Notice], view: View
) -> tuple[Condition, Condition]:
    """That the mechanism was tried, and that it did not help."""
    known = view.known(notices, NoticeKind.coordination_attempt)
    own = [n for n in known if n.by == fire.party and (not rule.mechanism or n.to in rule.mechanism)]
    earliest = _earliest(rule, fire, view)
    own = [n for n in own if earliest is None or n.at >= earliest]
    absent = view.absence(rule.attempts, earliest, fire.interval.end)
    tried = _held(fire, own, lambda t: _tried(own, t), absent)
    failed = _held(fire, own, lambda t: _failed(own, t), absent)
    ids = tuple(n.id for n in own if n.at <= fire.interval.end)
    said = _listed(own, fire, "tried to coordinate", rule.attempts, absent, view)
    last = own[-1].outcome.value or "nobody wrote down what came of it" if own else "nothing to fail"
    return (
        Condition(name=ConditionName.tried, p_low_ppm=tried.low, p_high_ppm=tried.high, reason=said, notices=ids),
        Condition(
            name=ConditionName.failed,
            p_low_ppm=failed.low,
            p_high_ppm=failed.high,
            reason=f"what came of the attempts: {last}",
            notices=ids,
        ),
    )


def _earliest(rule: ReturnFireRule, fire: Fire, view: View) -> datetime | None:
    if rule.attempt_within is None:
        return view.since
    return before(fire.interval.start, rule.attempt_within, view.zone, rule.days, str(view.clause))


def _ordered(rule: ReturnFireRule, fire: Fire, notices: Sequence[Notice], view: View) -> Condition:
    leaders = {by for entry in rule.leadership if entry.party == fire.party for by in entry.by}
    known = view.known(notices, NoticeKind.order)
    own = [n for n in known if n.to == fire.party and (not leaders or n.by in leaders)]
    earliest = _earliest(rule, fire, view)
    own = [n for n in own if earliest is None or n.at >= earliest]
    absent = view.absence(rule.orders, earliest, fire.interval.end)
    held = _held(fire, own, lambda t: _tried(own, t), absent)
    return Condition(
        name=ConditionName.ordered,
        p_low_ppm=held.low,
        p_high_ppm=held.high,
        reason=_listed(own, fire, "was ordered by its leadership", rule.orders, absent, view),
        notices=tuple(n.id for n in own if n.at <= fire.interval.end),
    )


def _informed(rule: ReturnFireRule, fire: Fire, notices: Sequence[Notice], view: View) -> Condition:
    known = view.known(notices, NoticeKind.notification, NoticeKind.report)
    own = [n for n in known if n.by == fire.party and n.to == rule.inform and n.subject == fire.incident]
    first, last = fire.interval.start, fire.interval.end
    held, said = OPEN, f"nobody logged that {fire.party} told {rule.inform}"
    if rule.inform_within is None:
        said += "; the text sets no time"
    else:
        early, late = (after(t, rule.inform_within, view.zone, rule.days, str(view.clause)) for t in (first, last))
        held = OPEN if view.at <= late else ~view.absence(rule.told, first, late)
        said += f" until {moment(late, view.zone)}"
    if own:
        told = own[0]
        said = f"{fire.party} told {rule.inform} {moment(told.at, view.zone)} (notice {told.id})"
        held = SURE
        if rule.inform_within is not None:
            held = SURE if told.at <= early else OPEN if told.at <= late else NEVER
        held = held if told.channel else Bounds(0, held.high)
    ids = tuple(n.id for n in own)
    return Condition(name=ConditionName.informed, p_low_ppm=held.low, p_high_ppm=held.high, reason=said, notices=ids)


def _held(fire: Fire, own: Sequence[Notice], state: Callable[[datetime], Bounds | None], absent: Bounds) -> Bounds:
    """Over all moments at which the fire may have begun; ``state`` is ``None`` where nothing was logged by then."""
    changes = {t for n in own for t in (n.at, n.outcome_at or n.at) if fire.interval.start <= t <= fire.interval.end}
    found = [state(t) for t in sorted({fire.interval.start, fire.interval.end} | changes)]
    bounds = [~absent if b is None else b for b in found]
    return Bounds(min(b.low for b in bounds), max(b.high for b in bounds))


def _tried(own: Sequence[Notice], at: datetime) -> Bounds | None:
    made = [n for n in own if n.at <= at]
    if not made:
        return None
    return SURE if any(n.channel for n in made) else OPEN


def _failed(own: Sequence[Notice], at: datetime) -> Bounds | None:
    """By what was known last of the attempts that were made by then."""
    made = [n for n in own if n.at <= at]
    if not made:
        return None
    known = [n for n in made if n.outcome is not NoticeOutcome.not_known and (n.outcome_at or n.at) <= at]
    if not known:
        return OPEN
    last = max(known, key=lambda n: (n.outcome_at or n.at, n.id))
    if last.outcome in {NoticeOutcome.succeeded, NoticeOutcome.accepted, NoticeOutcome.granted}:
        return NEVER if last.channel else OPEN
    return SURE if last.channel else OPEN


def _listed(own: Sequence[Notice], fire: Fire, what: str, channel: str, absent: Bounds, view: View) -> str:
    made = [n for n in own if n.at <= fire.interval.end]
    if made:
        where = f"in the log {made[0].channel}" if made[0].channel else "as it says itself, in no log that is kept"
        return f"{fire.party} {what} {moment(made[0].at, view.zone)} (notice {made[0].id}, {where})"
    whole = (
        f"and the log {channel} is declared complete" if absent == SURE else "which does not prove that it was not so"
    )
    return f"nobody logged that {fire.party} {what} before the fire, {whole}"
