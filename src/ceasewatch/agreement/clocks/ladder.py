"""A response ladder: who must do what by when, counted from the breach and from its first notice: both are shown.

A step whose time the text does not state opens when the one before it was taken or ran out. Once the breach has ended,
what is not due yet is no longer due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from ceasewatch.agreement.clocks.countdown import Basis, ClockEntry, Countdown, between
from ceasewatch.agreement.clocks.result import ClockState, View, moment
from ceasewatch.agreement.clocks.spans import DayRule
from ceasewatch.model.clause import Number
from ceasewatch.model.errors import DataError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.notice import Notice, NoticeKind
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import TimeInterval, Utc


class StepEntry(Noun, frozen=True, kw_only=True):
    """A step of a ladder in ``pack.yaml``.

    Attributes:
        action: what is to be done, in our own words.
        who: who is to do it; any of them, unless ``everyone``.
        within: counted from the ladder's start; ``None`` where the text states no time.
        counted_from: what the text counts from, or seems to.
        after: id of the step that goes before.
    """

    id: str
    action: str
    source: str
    who: tuple[PartyId, ...]
    within: Number | None = None
    counted_from: Basis = Basis.breach
    after: str = ""
    everyone: bool = False
    days: DayRule = DayRule.end_of_day
    verified: bool = False


class LadderEntry(Noun, frozen=True, kw_only=True):
    """A ladder of ``pack.yaml``; steps in the order of the text."""

    id: str
    title: str
    source: str
    steps: tuple[StepEntry, ...]
    verified: bool = False


class Rung(Noun, frozen=True, kw_only=True):
    """A step as it stands.

    Attributes:
        stated: what the text counts from, or seems to.
        from_breach, from_notice: its countdown from the one and from the other.
        agreed: both say the same.
        taken_at: when it was taken.
        early: it was taken before the step that goes before it.
    """

    step: str
    action: str
    who: tuple[PartyId, ...]
    stated: Basis
    from_breach: Countdown
    from_notice: Countdown
    agreed: bool
    taken_at: Utc | None = None
    early: bool = False
    notices: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def climb(
    ladder: LadderEntry,
    breach: TimeInterval | None,
    first_notice: datetime | None,
    notices: Iterable[Notice],
    view: View,
    *,
    case: str,
    ended: datetime | None = None,
) -> tuple[Rung, ...]:
    """Where each step stands.

    Args:
        ladder: as the pack has it.
        breach: when it happened; ``None`` where nobody can tell.
        first_notice: when anybody who must respond was first told.
        notices: responses name ``case/step`` as their subject.
        view: the moment and the zone.
        case: what is responded to.
        ended: when the breach ended.

    Raises:
        DataError: a step goes after one that does not stand before it, or a span is no span.
    """
    known = view.known(notices, NoticeKind.response)
    found = TimeInterval(start=first_notice, end=first_notice) if first_notice else None
    taken: dict[str, datetime | None] = {}
    rungs: dict[str, Rung] = {}
    for step in ladder.steps:
        if step.after and step.after not in rungs:
            raise DataError(f"no step {step.after!r} before {step.id}", where=ladder.id, todo="list it before")
        acts = [n for n in known if n.subject == f"{case}/{step.id}" and n.by in step.who]
        taken[step.id] = _taken(step, acts)
        sides = [_side(ladder, step, start, rungs, basis, taken[step.id], view, ended)
                 for basis, start in ((Basis.breach, breach), (Basis.first_notice, found))]  # fmt: skip
        rungs[step.id] = _rung(step, sides[0], sides[1], acts, taken, view)
    return tuple(rungs.values())


def _taken(step: StepEntry, acts: Iterable[Notice]) -> datetime | None:
    first: dict[PartyId, datetime] = {}
    for n in acts:
        first.setdefault(n.by, n.at)
    if step.everyone:
        return max(first.values()) if set(first) == set(step.who) else None
    return min(first.values(), default=None)


def _side(
    ladder: LadderEntry,
    step: StepEntry,
    start: TimeInterval | None,
    rungs: Mapping[str, Rung],
    basis: Basis,
    taken: datetime | None,
    view: View,
    ended: datetime | None,
) -> Countdown:
    """A step's countdown from one of the two."""
    name = f"{ladder.id}/{step.id}:{basis}"
    if step.within is None:
        told = _untimed(name, step, start, rungs, basis, taken, view)
    else:
        clock = ClockEntry(
            id=name, duty=step.action, source=step.source, starts=basis, within=step.within, days=step.days,
            verified=step.verified and ladder.verified,
        )  # fmt: skip
        told = between(clock, start, view, met=taken)
    if ended is None or ended > view.at or told.state in {ClockState.met, ClockState.met_late}:
        return told
    if told.due is not None and (told.due_latest or told.due) < ended:
        return told
    return msgspec.structs.replace(
        told,
        state=ClockState.lifted,
        left_s=0,
        overdue_s=0,
        reasons=(f"the breach ended {moment(ended, view.zone)}", *told.reasons),
    )


def _untimed(
    name: str,
    step: StepEntry,
    start: TimeInterval | None,
    rungs: Mapping[str, Rung],
    basis: Basis,
    taken: datetime | None,
    view: View,
) -> Countdown:
    """A step without a time of its own: no moment at which it is late."""
    opened = start.start if start else None
    if step.after and opened is not None:
        rung = rungs[step.after]
        before = rung.from_breach if basis is Basis.breach else rung.from_notice
        opened = min((t for t in (rung.taken_at, before.due) if t is not None), default=None)
    if opened is not None and opened > view.at:
        opened = None
    state = ClockState.met if taken else ClockState.running if opened else ClockState.not_started
    return Countdown(
        clock=name,
        at=view.at,
        state=state,
        started=opened,
        met_at=taken,
        reasons=(f"{step.action}: the text states no time ({step.source})",),
        unverified=() if step.verified else (f"step {step.id}: its wording ({step.source})",),
    )


def _rung(
    step: StepEntry,
    from_breach: Countdown,
    from_notice: Countdown,
    acts: Iterable[Notice],
    taken: Mapping[str, datetime | None],
    view: View,
) -> Rung:
    own, before = taken[step.id], taken.get(step.after)
    early = own is not None and bool(step.after) and (before is None or own < before)
    agreed = from_breach.state is from_notice.state
    said = [f"to be done by {', '.join(step.who)}: {step.action}"]
    if own is not None:
        said.append(f"taken {moment(own, view.zone)}")
    if early:
        said.append(f"taken before {step.after}, which goes before it")
    if not agreed:
        said.append(f"counted from the breach it is {from_breach.state}, from the first notice {from_notice.state}")
    return Rung(
        step=step.id,
        action=step.action,
        who=step.who,
        stated=step.counted_from,
        from_breach=from_breach,
        from_notice=from_notice,
        agreed=agreed,
        taken_at=own,
        early=early,
        notices=tuple(sorted({n.id for n in acts})),
        reasons=tuple(said),
    )
