"""Whether those were told who had to be, in time. What nobody logged is open unless the log is declared complete."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ceasewatch.agreement.clocks.odds import NEVER, OPEN, SURE, Bounds, all_of, any_of, outcome
from ceasewatch.agreement.clocks.result import ClockState, DutyResult, Fault, View, length, moment
from ceasewatch.model.ids import PartyId
from ceasewatch.model.notice import Notice


class Due(NamedTuple):
    """The last moment that is in time: ``first`` and ``last`` differ where it hangs on an uncertain one."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Telling:
    """How one recipient was told.

    Attributes:
        breach: bounds of the probability that the recipient was not told in time.
        notice: the earliest to this recipient; ``None`` where nobody logged one.
    """

    recipient: PartyId
    breach: Bounds
    state: ClockState
    reason: str
    fault: Fault | None = None
    notice: Notice | None = None


def telling(recipient: PartyId, given: Sequence[Notice], due: Due, absent: Bounds, view: View) -> Telling:
    """How one recipient was told.

    Args:
        recipient: code; empty where anybody will do.
        given: notices on the matter, in order of time, to anybody.
        due: the deadline.
        absent: probability that what nobody logged did not happen; never sure beside a notice without a recipient.
        view: its moment and zone.
    """
    own = next((n for n in given if n.to == recipient or not recipient), None)
    if not all(n.to for n in given):
        absent = Bounds(0, absent.high)
    return _unsaid(recipient, given, due, absent, view) if own is None else _said(recipient, own, due, view)


def _said(recipient: PartyId, own: Notice, due: Due, view: View) -> Telling:
    told = f"{own.by or 'somebody'} told {own.to or 'the channel'} {moment(own.at, view.zone)} (notice {own.id})"
    if own.at <= due.first:
        return Telling(recipient, NEVER, ClockState.met, f"{told}, in time", notice=own)
    if own.at <= due.last:
        why = f"{told}; the deadline lies between {moment(due.first, view.zone)} and {moment(due.last, view.zone)}"
        return Telling(recipient, OPEN, ClockState.undetermined, why, notice=own)
    over = length((own.at - due.last).total_seconds())
    why = f"{told}, the earliest that was logged, {over} after the deadline {moment(due.last, view.zone)}"
    return Telling(recipient, SURE, ClockState.met_late, why, Fault.late, own)


def _unsaid(recipient: PartyId, given: Sequence[Notice], due: Due, absent: Bounds, view: View) -> Telling:
    whom = recipient or "anybody"
    if view.at <= due.first:
        return Telling(
            recipient, NEVER, ClockState.running, f"{whom} is to be told until {moment(due.first, view.zone)}"
        )
    if view.at <= due.last:
        why = f"{whom} was not told yet; the deadline may have passed since {moment(due.first, view.zone)}"
        return Telling(recipient, Bounds(0, absent.high), ClockState.undetermined, why)
    fault = Fault.wrong_recipient if given else Fault.missing
    others = f", only that {', '.join(sorted({n.to or 'somebody' for n in given}))} was" if given else ""
    log = "and the log is declared complete" if absent == SURE else "which does not prove that it was not done"
    return Telling(recipient, absent, ClockState.late, f"nobody logged that {whom} was told{others}, {log}", fault)


def judged(
    party: PartyId,
    subject: str,
    tellings: Sequence[Telling],
    due: Due,
    view: View,
    *,
    everyone: bool = True,
    applies: Iterable[Bounds] = (),
    reasons: Sequence[str] = (),
    unverified: Sequence[str] = (),
) -> DutyResult:
    """The result for a duty to tell.

    Args:
        party: who is bound.
        subject: what it was about.
        tellings: one for each recipient.
        due: the deadline.
        view: from where it is looked at.
        everyone: all recipients had to be told, else any one of them.
        applies: conditions under which the duty exists.
        reasons: more of them, after those of the tellings.
        unverified: what the result rests on and nobody checked.
    """
    failed = (any_of if everyone else all_of)(t.breach for t in tellings)
    breach = all_of([failed, *applies])
    counted = [t for t in tellings if everyone or t.breach == min(x.breach for x in tellings)]
    done = [t.notice for t in counted if t.notice]
    return DutyResult(
        clause=view.clause,
        party=party,
        subject=subject,
        reading=view.reading,
        outcome=outcome(breach),
        state=max((t.state for t in counted), key=_WORST.index),
        p_low_ppm=breach.low,
        p_high_ppm=breach.high,
        due=due.first,
        due_latest=due.last if due.last != due.first else None,
        done_at=max((n.at for n in done), default=None) if len(done) == len(counted) else None,
        faults=tuple(sorted({t.fault for t in counted if t.fault and breach.high})),
        notices=tuple(sorted({n.id for n in done})),
        reasons=(*(t.reason for t in sorted(tellings, key=lambda t: t.breach, reverse=True)), *reasons),
        unverified=tuple(unverified),
    )


_WORST = (ClockState.met, ClockState.running, ClockState.undetermined, ClockState.met_late, ClockState.late)
