"""What may be said of a sector and a period: *none observed* with a bound, *observed*, or *not observed*.

There is no way from "nobody looked" to "quiet": :func:`state` alone makes these, and it makes :class:`NotObserved`
wherever the probability that a violation would have been seen is below a stated floor. A bound speaks of the watched
part only; the rest is named as not observed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ceasewatch.coverage.bounds import LEVEL, Bound, Seen, bound
from ceasewatch.coverage.dispersion import Dispersion
from ceasewatch.coverage.look import FLOOR, LEAST_WATCHED, Look
from ceasewatch.model.errors import DataError


class Why(StrEnum):
    """Why there is nothing to be said."""

    nobody = "nobody"
    """No observer with a known place was working."""
    below_floor = "below_floor"
    """It would very probably have been missed."""
    too_small = "too_small"
    """Only a small part of it was watched."""


@dataclass(frozen=True, slots=True)
class NotObserved:
    """Nothing may be concluded: neither quiet nor violations.

    Attributes:
        seen: violations that were observed all the same; they stand, and say nothing of the rest.
        p_seen: mean probability of being seen over the whole sector and period.
        floor: below which this is said.
    """

    why: Why
    seen: int
    p_seen: float
    watched_share: float
    floor: float = FLOOR


@dataclass(frozen=True, slots=True)
class NoneObserved:
    """None was observed, and what that is worth.

    Attributes:
        p_seen, p_low, p_high: had there been one somewhere in the sector and period.
        watched_share: of the sector and period; the rest was not observed.
        p_watched: had there been one in the watched part.
        worst: smallest probability of any cell, averaged over the period.
        bound: of the expected number of violations in the watched part; ``None`` where nothing is known of how much
            counts vary, for then no honest bound exists.
    """

    p_seen: float
    p_low: float
    p_high: float
    watched_share: float
    p_watched: float
    worst: float
    bound: Bound | None


@dataclass(frozen=True, slots=True)
class Observed:
    """Violations were observed; other attributes as in :class:`NoneObserved`.

    Attributes:
        seen: by anybody.
        watch: how many of them the watch saw; the bound rests on these.
    """

    seen: int
    watch: int
    p_seen: float
    p_low: float
    p_high: float
    watched_share: float
    p_watched: float
    worst: float
    bound: Bound | None


Statement = NotObserved | NoneObserved | Observed


@dataclass(frozen=True, slots=True)
class Tally:
    """Violations observed in a sector and period.

    Attributes:
        seen: by anybody, those that were perhaps there included.
        watch: those of them that were certainly there and that the watch saw (:mod:`ceasewatch.coverage.witnesses`).
        watch_most: the same with those that were perhaps there.
    """

    seen: int
    watch: int
    watch_most: int

    def __post_init__(self) -> None:
        if not 0 <= self.watch <= self.watch_most <= self.seen:
            raise DataError(f"{self.watch} to {self.watch_most} of {self.seen} violations cannot have been observed")


def state(what: Look, seen: int | Tally, dispersion: Dispersion | None, level: float = LEVEL) -> Statement:
    """The one statement that the look and the count allow.

    Whether violations were observed follows from what anybody reported. The bound follows from what the watch saw, for
    only that may be divided by the watch's probability: estimate and lower limit from what was certainly there, the
    upper limit from what may have been.

    Args:
        what: what was to be seen.
        seen: violations observed in the sector and period; a bare number: all by the watch, all certainly there.
        dispersion: of the counts of the watch; ``None`` if it is not known.
        level: of the bound.

    Raises:
        DataError: a number is negative, or more were seen by the watch than by anybody.
    """
    tally = Tally(seen, seen, seen) if isinstance(seen, int) else seen
    p, low, high = what.p_sector
    share = what.watched_share
    why = _silent(p, low, share)
    if why is not None:
        return NotObserved(why=why, seen=tally.seen, p_seen=p, watched_share=share)
    part = what.seen()
    limits = _limits(tally, part, dispersion, level) if dispersion is not None else None
    if tally.seen:
        return Observed(tally.seen, tally.watch, p, low, high, share, part.p, what.worst, limits)
    return NoneObserved(p, low, high, share, part.p, what.worst, limits)


def _limits(tally: Tally, part: Seen, dispersion: Dispersion, level: float) -> Bound:
    sure = bound(tally.watch, part, dispersion, level)
    if tally.watch_most == tally.watch:
        return sure
    return replace(sure, high=bound(tally.watch_most, part, dispersion, level).high)


def _silent(p: float, low: float, share: float) -> Why | None:
    if p == 0.0:
        return Why.nobody
    if low < FLOOR:
        return Why.below_floor
    return Why.too_small if share < LEAST_WATCHED else None
