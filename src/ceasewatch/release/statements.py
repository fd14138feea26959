"""What may be said of a sector and a period, in numbers and in a sentence. For mission analysts only (rule 3)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, assert_never

from ceasewatch.coverage import Bound, Dispersion, NoneObserved, NotObserved, Observed, Statement
from ceasewatch.coverage.statements import Why
from ceasewatch.model import TimeInterval
from ceasewatch.model.struct import PPM, Noun
from ceasewatch.model.time import Utc
from ceasewatch.model.values import CapStatus
from ceasewatch.release.gate import Gate
from ceasewatch.release.words import MEANING, Likelihood, likelihood


class Outcome(StrEnum):
    """The three things that can be said; *quiet* is none of them."""

    none_observed = "none_observed"
    observed = "observed"
    not_observed = "not_observed"


class ReleasedStatement(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """A statement on one sector and period.

    Attributes:
        what: the supposed event, in words.
        seen: violations observed in the sector by anybody, those that were perhaps in it included.
        watch: how many of them were certainly in it and seen by the watch: what the estimate and the lower limit rest
            on. ``None`` where there is no statement on them.
        p_seen_ppm, p_low_ppm, p_high_ppm: had there been one, the probability that it would have been seen, and its
            one-sided 95% limits.
        word: for ``p_seen_ppm``.
        watched_ppm: share of the sector and period that was watched.
        expected_milli, low_milli, high_milli: of the number of violations in the watched part, in thousandths: estimate
            and one-sided 95% limits; ``None`` where there is no bound.
        unplaced: such violations of the period of which nobody knows whether they were in the sector.
        text: all this as a sentence.
    """

    sector: str
    start: Utc
    end: Utc
    what: str
    outcome: Outcome
    seen: int
    watch: int | None
    p_seen_ppm: int
    p_low_ppm: int | None
    p_high_ppm: int | None
    word: Likelihood
    watched_ppm: int
    expected_milli: int | None
    low_milli: int | None
    high_milli: int | None
    unplaced: int
    text: str
    status: CapStatus


def statement(
    gate: Gate,
    said: Statement,
    *,
    sector: str,
    period: TimeInterval,
    what: str,
    observers: int = 1,
    dispersion: Dispersion | None = None,
    unplaced: int = 0,
) -> ReleasedStatement:
    """The statement as mission analysts get it.

    Args:
        gate: of the audience.
        said: by :func:`ceasewatch.coverage.state`.
        sector: its name.
        period: that it is about.
        what: the supposed event, as ``explosion of mortar_120``.
        observers: independent ones that would have had to see it.
        dispersion: that the bound rests on.
        unplaced: such violations that were reported without a place that could be held against the sector.

    Raises:
        RefusedError: the tier does not get it; it tells where nobody looks.
    """
    gate.analysts_only("statements on what would have been seen")
    limits = None if isinstance(said, NotObserved) else said.bound
    low, high = (None, None) if isinstance(said, NotObserved) else (_ppm(said.p_low), _ppm(said.p_high))
    return ReleasedStatement(
        sector=sector,
        start=period.start,
        end=period.end,
        what=what,
        outcome=_outcome(said),
        seen=0 if isinstance(said, NoneObserved) else said.seen,
        watch=said.watch if isinstance(said, Observed) else 0 if isinstance(said, NoneObserved) else None,
        p_seen_ppm=_ppm(said.p_seen),
        p_low_ppm=low,
        p_high_ppm=high,
        word=likelihood(_ppm(said.p_seen)),
        watched_ppm=_ppm(said.watched_share),
        expected_milli=_milli(limits.estimate) if limits else None,
        low_milli=_milli(limits.low) if limits else None,
        high_milli=_milli(limits.high) if limits else None,
        unplaced=unplaced,
        text=sentence(said, sector, what, observers, dispersion) + _elsewhere(unplaced),
        status=gate.status.cap,
    )


def _ppm(p: float) -> int:
    return round(p * PPM)


def _milli(number: float) -> int:
    return round(number * 1000)


def _outcome(said: Statement) -> Outcome:
    match said:
        case NotObserved():
            return Outcome.not_observed
        case NoneObserved():
            return Outcome.none_observed
        case Observed():
            return Outcome.observed
        case _:
            assert_never(said)


def sentence(said: Statement, sector: str, what: str, observers: int, dispersion: Dispersion | None) -> str:
    """The statement in English; a probability comes with the word for it and what the word means."""
    if isinstance(said, NotObserved):
        found = f" {said.seen} observed all the same." if said.seen else ""
        return f"{sector} was not observed: {_WHY[said.why]}{found} Neither quiet nor violations can be concluded."
    who = "an observer" if observers == 1 else f"{observers} independent observers"
    head = f"{said.seen} that may be {what}" if isinstance(said, Observed) else f"No {what}"
    p = f"{said.p_seen:.2f} ({said.p_low:.2f} to {said.p_high:.2f}): {MEANING[likelihood(_ppm(said.p_seen))]}"
    return (
        f"{head} observed in {sector}{_by_others(said)}. Had there been one anywhere in it, {who} would have seen it"
        f" with p = {p}. {_watched(said.watched_share)}{_bounded(said.bound, dispersion)}"
    )


def _by_others(said: NoneObserved | Observed) -> str:
    """How many the watch did not see, or not certainly there: they are no ground for a rate."""
    if isinstance(said, NoneObserved) or said.watch == said.seen:
        return ""
    return f" ({said.watch} of them certainly there and by the watch itself; figures rest on these)"


_WHY: Final = {
    Why.nobody: "no observer with a known place was working there.",
    Why.below_floor: "a violation would very probably have been missed.",
    Why.too_small: "only a small part of it was watched.",
}


def _elsewhere(unplaced: int) -> str:
    """What a reader of "none observed" must know as well."""
    return f" {unplaced} more reported without a place: whether in it is not known." if unplaced else ""


def _watched(share: float) -> str:
    if share > 0.995:
        return "All of it was watched."
    return f"{100 * share:.0f}% of it was watched; the rest was not observed and nothing is said of it."


def _bounded(limits: Bound | None, dispersion: Dispersion | None) -> str:
    if limits is None or dispersion is None:
        return " How many there were is not bounded: too few watched days before it tell how much counts vary."
    at_most = f" With {100 * limits.level:.0f}% confidence the expected number in the watched part was below"
    low = f" and, likewise, above {limits.low:.3g}" if limits.low else ""
    return f"{at_most} {limits.high:.3g}{low} (variance / mean of counts {dispersion.phi:.3g}, {dispersion.source})."
