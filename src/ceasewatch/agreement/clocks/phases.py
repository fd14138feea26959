"""Phased steps as they stand: which stage is in force, what is late or out of order, whether both sides step together.

Two stages of 15 and 24 days after two days of quiet make a schedule of 41. Each side is late by its own acts: who has
done a step in time does not become late because the other withholds its confirmation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from ceasewatch.agreement.clocks.odds import OPEN, SURE, Bounds, any_of, outcome
from ceasewatch.agreement.clocks.plan import Course, PhasedRule, StageEntry, in_turn, start
from ceasewatch.agreement.clocks.result import ClockState, DutyResult, Fault, View, length, moment, unchecked
from ceasewatch.agreement.clocks.spans import after, elapsed, says
from ceasewatch.model.ids import PartyId
from ceasewatch.model.notice import Notice, NoticeKind
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc


class StepState(Noun, frozen=True, kw_only=True):
    """A step of a stage: when each side took it, and when all had confirmed it; ``None`` as long as not."""

    step: str
    done: tuple[tuple[PartyId, Utc | None], ...]
    completed: Utc | None = None


class Failing(Noun, frozen=True, kw_only=True):
    """What a party did not do as the schedule has it.

    Attributes:
        p_low_ppm, p_high_ppm: bounds of its probability; open where it rests on what nobody logged.
    """

    party: PartyId
    fault: Fault
    step: str
    p_low_ppm: int
    p_high_ppm: int
    reason: str


class StageState(Noun, frozen=True, kw_only=True):
    """A stage as it stands.

    Attributes:
        state: ``met`` and ``met_late`` are for a stage that all have completed; ``late`` for one whose time is over.
        started: when it began to run; ``None`` while its condition waits.
        due: until when its last step is to be taken.
    """

    stage: str
    state: ClockState
    started: Utc | None = None
    due: Utc | None = None
    completed: Utc | None = None
    steps: tuple[StepState, ...] = ()
    failings: tuple[Failing, ...] = ()
    reasons: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


def schedule(
    rule: PhasedRule, conditions: Mapping[str, datetime | None], notices: Iterable[Notice], view: View
) -> tuple[StageState, ...]:
    """Where each stage stands, in the order of the pack.

    Args:
        rule: as the pack has it.
        conditions: when each was met.
        notices: ``step_done`` by a party and ``acknowledgement`` by another to it, with the subject
            ``schedule/stage/step``.
        view: the moment and the zone.

    Raises:
        DataError, LimitError: as :func:`ceasewatch.agreement.clocks.plan.planned`.
    """
    known = view.known(notices, NoticeKind.step_done, NoticeKind.acknowledgement)
    found: dict[str, StageState] = {}
    courses: dict[str, Course] = {}
    for entry in in_turn(rule, str(view.clause)):
        begun = start(entry, courses, conditions, view.zone, str(view.clause))
        state = _stage(rule, entry, begun if begun and begun <= view.at else None, known, view)
        found[entry.id] = state
        courses[entry.id] = Course(state.started, state.due, state.completed)
    return tuple(found[s.id] for s in rule.stages)


def in_force(states: Iterable[StageState]) -> tuple[str, ...]:
    """Ids of the stages that run: begun and not completed, late or not."""
    return tuple(s.stage for s in states if s.state in {ClockState.running, ClockState.late})


def results(rule: PhasedRule, states: Iterable[StageState], view: View) -> tuple[DutyResult, ...]:
    """One result for each party and stage that has begun, or in which a party failed before it did."""
    out = []
    for s in states:
        for party in sorted(rule.parties):
            own = [f for f in s.failings if f.party == party]
            if own or s.started is not None:
                out.append(_result(rule, s, party, own, view))
    return tuple(out)


def _result(rule: PhasedRule, state: StageState, party: PartyId, failings: Sequence[Failing], view: View) -> DutyResult:
    breach = any_of(Bounds(f.p_low_ppm, f.p_high_ppm) for f in failings)
    done = [dict(step.done)[party] for step in state.steps]
    return DutyResult(
        clause=view.clause,
        party=party,
        subject=f"{rule.id}/{state.stage}",
        reading=view.reading,
        outcome=outcome(breach),
        state=_state(state.started, state.due, max((t for t in done if t), default=None) if all(done) else None, view),
        p_low_ppm=breach.low,
        p_high_ppm=breach.high,
        due=state.due,
        done_at=max(t for t in done if t) if all(done) else None,
        faults=tuple(sorted({f.fault for f in failings})),
        reasons=(*(f.reason for f in failings), *state.reasons),
        unverified=state.unverified,
    )


def _stage(
    rule: PhasedRule, entry: StageEntry, started: datetime | None, known: Sequence[Notice], view: View
) -> StageState:
    steps = [_step(rule, f"{rule.id}/{entry.id}/{name}", name, known) for name in entry.steps]
    due = after(started, entry.lasts, view.zone, entry.days, entry.id) if started else None
    completed = [s.completed for s in steps]
    end = max(c for c in completed if c) if all(completed) else None
    last = max((t for s in steps for _, t in s.done if t), default=None)
    failings = sorted(_failings(rule, entry, started, due, steps, view), key=lambda f: (f.party, f.step, f.fault))
    return StageState(
        stage=entry.id,
        state=_state(started, due, last if end else None, view),
        started=started,
        due=due,
        completed=end,
        steps=tuple(steps),
        failings=tuple(failings),
        reasons=tuple(_said(entry, started, due, end, view)),
        unverified=tuple(_unverified(rule, entry)),
    )


def _state(started: datetime | None, due: datetime | None, done: datetime | None, view: View) -> ClockState:
    """By when the last step was taken, whenever that was confirmed; ``None`` as long as something is left to do."""
    if done is not None:
        return ClockState.met_late if due and done > due else ClockState.met
    if started is None or due is None:
        return ClockState.not_started
    return ClockState.late if view.at > due else ClockState.running


def _step(rule: PhasedRule, subject: str, name: str, known: Sequence[Notice]) -> StepState:
    own = [n for n in known if n.subject == subject]
    done = {p: next((n.at for n in own if n.kind is NoticeKind.step_done and n.by == p), None) for p in rule.parties}
    ends = [_confirmed(rule, p, done[p], own) for p in rule.parties]
    return StepState(
        step=name,
        done=tuple(sorted(done.items())),
        completed=max(t for t in ends if t) if ends and all(ends) else None,
    )


def _confirmed(rule: PhasedRule, party: PartyId, done: datetime | None, own: Sequence[Notice]) -> datetime | None:
    """When a party's step was done and, where the text asks for it, confirmed by each of the others."""
    if done is None or not rule.confirmed:
        return done
    words = [
        next((n.at for n in own if n.kind is NoticeKind.acknowledgement and (n.by, n.to) == (q, party)), None)
        for q in rule.parties
        if q != party
    ]
    return max([done, *(w for w in words if w)]) if all(words) else None


def _failings(
    rule: PhasedRule,
    entry: StageEntry,
    started: datetime | None,
    due: datetime | None,
    steps: Sequence[StepState],
    view: View,
) -> Iterator[Failing]:
    for party in rule.parties:
        taken = [(s.step, dict(s.done)[party]) for s in steps]
        yield from _order(party, taken, started, view)
        if started and due:
            yield from _late(rule, party, taken, due, view)
            if entry.begin_within:
                first = after(started, entry.begin_within, view.zone, entry.days, entry.id)
                yield from _late(rule, party, taken[:1], first, view)
    if rule.mirror:
        for s in steps:
            yield from _mirrored(rule, s, elapsed(rule.mirror, rule.id), view)


def _order(
    party: PartyId, taken: Sequence[tuple[str, datetime | None]], started: datetime | None, view: View
) -> Iterator[Failing]:
    """Steps that were taken before an earlier one of the list, or before the stage began."""
    for k, (step, at) in enumerate(taken):
        if at is None:
            continue
        skipped = [name for name, other in taken[:k] if other is None or other > at]
        if skipped:
            why = f"{party} took {step} {moment(at, view.zone)}, before {', '.join(skipped)}"
            yield _failing(party, Fault.out_of_order, step, SURE, why)
        if started is None:
            why = f"{party} took {step}, and nobody knows that what starts its stage had come about"
            yield _failing(party, Fault.out_of_order, step, OPEN, why)
        elif at < started:
            yield _failing(party, Fault.out_of_order, step, SURE, f"{party} took {step} before its stage began")


def _late(
    rule: PhasedRule,
    party: PartyId,
    taken: Sequence[tuple[str, datetime | None]],
    due: datetime,
    view: View,
) -> Iterator[Failing]:
    for step, at in taken:
        if at is not None and at > due:
            over = length((at - due).total_seconds())
            yield _failing(party, Fault.late, step, SURE, f"{party} took {step} {over} after {moment(due, view.zone)}")
        elif at is None and view.at > due:
            bounds = view.absence(rule.channel, view.since, view.at)
            why = f"nobody logged that {party} took {step}, due {moment(due, view.zone)}"
            yield _failing(party, Fault.missing, step, bounds, why)


def _mirrored(rule: PhasedRule, step: StepState, apart: timedelta, view: View) -> Iterator[Failing]:
    """Who took a step and was not followed in time has done its part; the others have not."""
    times = [t for _, t in step.done if t]
    if not times:
        return
    limit = min(times) + apart
    for party, at in step.done:
        if at is not None and at > limit:
            why = f"{party} took {step.step} {length((at - min(times)).total_seconds())} after the first"
            yield _failing(party, Fault.not_mirrored, step.step, SURE, why)
        elif at is None and view.at > limit:
            bounds = view.absence(rule.channel, view.since, view.at)
            why = f"nobody logged that {party} followed with {step.step} until {moment(limit, view.zone)}"
            yield _failing(party, Fault.not_mirrored, step.step, bounds, why)


def _failing(party: PartyId, fault: Fault, step: str, bounds: Bounds, reason: str) -> Failing:
    return Failing(party=party, fault=fault, step=step, p_low_ppm=bounds.low, p_high_ppm=bounds.high, reason=reason)


def _said(
    entry: StageEntry, started: datetime | None, due: datetime | None, end: datetime | None, view: View
) -> Iterator[str]:
    if started is None or due is None:
        yield f"{entry.title}: what starts it has not come about"
        return
    yield f"{entry.title}: from {moment(started, view.zone)}, due {moment(due, view.zone)}"
    yield says(entry.lasts, view.zone, entry.days)
    if end is not None:
        yield f"completed {moment(end, view.zone)}"


def _unverified(rule: PhasedRule, entry: StageEntry) -> Iterator[str]:
    if not entry.verified:
        yield f"stage {entry.id}: its wording ({entry.source})"
    yield from unchecked(
        duration=entry.lasts,
        time_to_begin=entry.begin_within,
        delay=entry.starts.delay,
        start=entry.starts.date,
        mirror=rule.mirror,
    )
