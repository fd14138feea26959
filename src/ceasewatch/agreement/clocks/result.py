"""What the evaluation of a duty is told, and what it returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from ceasewatch.agreement.clocks.odds import OPEN, SURE, Bounds
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.clause import Moment, Number
from ceasewatch.model.ids import NO_PARTY, ClauseId, PartyId
from ceasewatch.model.notice import CompleteLog, Notice, NoticeKind, NoticeOutcome
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc


class ClockState(StrEnum):
    """Where a countdown stands at a moment."""

    not_started = "not_started"
    running = "running"
    paused = "paused"
    met = "met"
    met_late = "met_late"
    late = "late"
    """Its time is over and the duty was not met, as far as anybody logged."""
    lifted = "lifted"
    """What it was for has ended, so nothing is due any more."""
    undetermined = "undetermined"
    """It hangs on a moment that is known as an interval only."""


class Fault(StrEnum):
    """How a duty was failed."""

    missing = "missing"
    late = "late"
    wrong_recipient = "wrong_recipient"
    short = "short"
    """Less was delivered than was promised."""
    denied = "denied"
    delayed = "delayed"
    conditional = "conditional"
    obstruction = "obstruction"
    out_of_order = "out_of_order"
    not_mirrored = "not_mirrored"
    condition_failed = "condition_failed"


class DutyResult(Noun, frozen=True, kw_only=True):
    """Whether a party met a duty, as one reading has it. It is not a verdict.

    Attributes:
        party: who is bound.
        subject: what the duty was about: an activity, a request, an incident, a step.
        outcome: ``no_breach`` also while the time still runs; ``state`` tells the two apart.
        state: of the duty's clock.
        p_low_ppm, p_high_ppm: bounds of the probability of a breach.
        due: until when; ``due_latest`` where it hangs on a moment that is known as an interval only.
        done_at: when it was met, or done after all.
        notices: ids of the entries that the result rests on.
        reasons: in words that a lawyer can follow, most important first.
        unverified: numbers and dates that it rests on and nobody has checked.
    """

    clause: ClauseId
    party: PartyId
    subject: str
    outcome: Outcome
    state: ClockState
    p_low_ppm: int
    p_high_ppm: int
    reading: PartyId = NO_PARTY
    due: Utc | None = None
    due_latest: Utc | None = None
    done_at: Utc | None = None
    faults: tuple[Fault, ...] = ()
    notices: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """From where a duty is looked at. Nothing after ``at`` is known, and no clock is read.

    Attributes:
        at: the moment of the view.
        zone: the agreement's own, in which days are counted.
        clause, reading: go into the results.
        since: entries before it are not of this agreement; ``None`` where all are.
        logs: channels whose logs were declared complete, and for when.
    """

    at: datetime
    zone: ZoneInfo
    clause: ClauseId
    reading: PartyId = NO_PARTY
    since: datetime | None = None
    logs: tuple[CompleteLog, ...] = ()

    def known(self, notices: Iterable[Notice], *kinds: NoticeKind) -> list[Notice]:
        """Those of the kinds that were given from ``since`` to ``at``, in order of time and id."""
        first = self.since
        seen = {n.id: n for n in notices if n.kind in kinds and n.at <= self.at and (first is None or n.at >= first)}
        return sorted((self._as_known(n) for n in seen.values()), key=lambda n: (n.at, n.id))

    def _as_known(self, notice: Notice) -> Notice:
        """Without an outcome that came about later."""
        if notice.outcome_at is None or notice.outcome_at <= self.at:
            return notice
        return msgspec.structs.replace(notice, outcome=NoticeOutcome.not_known, outcome_at=None)

    def complete(self, channel: str, first: datetime, last: datetime) -> bool:
        """Whether nothing is missing from the log of a channel, over the whole stretch up to ``at``."""
        own = sorted((g.interval for g in self.logs if channel and g.channel == channel), key=lambda i: i.start)
        reached = first
        for stretch in own:
            if stretch.start <= reached:
                reached = max(reached, stretch.end)
        return bool(own) and reached >= min(last, self.at)

    def absence(self, channel: str, first: datetime | None, last: datetime) -> Bounds:
        """Probability that what nobody logged did not happen: certain in a complete log, else anything.

        Args:
            channel: whose log it would stand in.
            first: from when on it could have happened; ``None`` where nobody can say, so that no log proves anything.
            last: until when it would have been in time.
        """
        return SURE if first is not None and self.complete(channel, first, last) else OPEN


def unchecked(**given: Number | Moment | None) -> Iterator[str]:
    """Numbers and dates that nobody compared with the text, by what they are."""
    for name, value in given.items():
        if value is not None and not value.verified:
            told = value.at.isoformat() if isinstance(value, Moment) else f"{value.value} {value.unit}"
            yield f"{name.replace('_', ' ')} {told} ({value.source})"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment in words, in UTC and in the agreement's own zone."""
    return f"{at:%Y-%m-%d %H:%MZ} ({at.astimezone(zone):%Y-%m-%d %H:%M} {zone.key})"


def length(seconds: float) -> str:
    """A length of time in words, as ``2 d 3 h 5 min``: elapsed, a day being 24 hours."""
    minutes = round(abs(seconds) / 60)
    parts = ((minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min"))
    return " ".join(f"{n} {unit}" for n, unit in parts if n) or "0 min"
