"""Parity audit: were both sides watched alike, and what does it do to the counts (handbook 1.1, 6.5, scenario 16).

With more effort on side A more is seen there, so the counts of the two sides say more about the patrols than about the
parties. Counts are therefore never compared bare: each is divided by what was to be seen on its side, and a caveat
stands beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ceasewatch.coverage.bounds import Bound, Seen, bound
from ceasewatch.coverage.dispersion import Dispersion
from ceasewatch.coverage.effort import Effort
from ceasewatch.coverage.tasking import imbalance

UNEQUAL: Final = 2.0 / 3.0
"""A side with more than this share of the effort is watched unequally; our own convention, printed with each audit."""

LOPSIDED: Final = 0.8
"""Above this share, counts of the two sides are not comparable even when adjusted: too little of one was seen."""


class Parity(StrEnum):
    """What the audit comes to."""

    equal = "equal"
    unequal = "unequal"
    lopsided = "lopsided"
    not_known = "not_known"
    """On which side the observers were is known for less than half of the effort."""


@dataclass(frozen=True, slots=True)
class SideRate:
    """One side's count beside what was to be seen there.

    Attributes:
        share: of the effort of both sides.
        p_seen: mean probability that a violation there would be seen; NaN where it is not known.
        seen: violations that the watch saw; what press and parties told is not among them.
        rate: interval of the expected number of violations; ``None`` where nobody looked.
    """

    side: str
    hours: float
    share: float
    p_seen: float
    seen: int
    rate: Bound | None


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of one period.

    Attributes:
        unplaced_h: seeing hours that are on neither side or on none that is known.
        imbalance: |A - B| / (A + B).
        caveat: the sentence that every product with counts by side must carry; empty if parity holds.
    """

    parity: Parity
    sides: tuple[SideRate, ...]
    unplaced_h: float
    imbalance: float
    caveat: str


def audit(
    by_side: Effort,
    sides: tuple[str, str],
    *,
    seen: dict[str, int] | None = None,
    coverage: dict[str, Seen] | None = None,
    dispersion: Dispersion | None = None,
) -> Audit:
    """Compare the effort of the two sides; where counts and detectability are given, adjust the rates.

    Args:
        by_side: effort by side.
        sides: codes of the parties. Swapping them swaps them in the result and nothing else.
        seen: violations that the watch saw on each side.
        coverage: what was to be seen on each side; a side that is missing has not been observed.
        dispersion: of counts; without it there are no rates.
    """
    hours = {s: float(by_side.seeing_h[by_side.side == s].sum()) for s in sides}
    unplaced = float(by_side.seeing_h.sum()) - sum(hours.values())
    total = sum(hours.values())
    shares = {s: hours[s] / total if total else float("nan") for s in sides}
    parity = _parity(list(shares.values()), total, unplaced)
    rates = tuple(_side(s, hours[s], shares[s], seen or {}, coverage or {}, dispersion) for s in sides)
    return Audit(parity, rates, unplaced, imbalance(*hours.values()), caveat(parity, rates))


def _parity(shares: list[float], total: float, unplaced: float) -> Parity:
    if total == 0 or unplaced > total:
        return Parity.not_known
    largest = max(shares)
    if largest > LOPSIDED:
        return Parity.lopsided
    return Parity.unequal if largest > UNEQUAL else Parity.equal


def _side(
    side: str,
    hours: float,
    share: float,
    seen: dict[str, int],
    coverage: dict[str, Seen],
    dispersion: Dispersion | None,
) -> SideRate:
    what = coverage.get(side)
    told = what is not None and what.p_low > 0 and dispersion is not None and side in seen
    rate = bound(seen[side], what, dispersion) if told and what and dispersion else None
    return SideRate(side, hours, share, what.p if what else float("nan"), seen.get(side, 0), rate)


def caveat(parity: Parity, rates: tuple[SideRate, ...]) -> str:
    """The sentence for products, in English; parties in the order given."""
    shares = ", ".join(f"{100 * r.share:.0f}% on the side of {r.side}" for r in rates)
    match parity:
        case Parity.equal:
            return ""
        case Parity.not_known:
            return "On which side the observers were is not known: counts by side must not be compared."
        case Parity.unequal:
            return f"Effort was unequal ({shares}): compare rates that are adjusted for it, not counts."
        case Parity.lopsided:
            return (
                f"Effort was one-sided ({shares}): a difference between the counts of the sides may be nothing but "
                "this, and even rates that are adjusted for it say little of the side that was hardly watched."
            )
