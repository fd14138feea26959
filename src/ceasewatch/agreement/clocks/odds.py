"""Bounds of a probability when nobody knows how the conditions hang together, in millionths.

For conditions with probabilities p1 ... pk, whatever their dependence (Frechet 1935)::

    max(0, p1 + ... + pk - (k - 1))  <=  P(all hold)       <=  min(p1 ... pk)
    max(p1 ... pk)                   <=  P(any holds)      <=  min(1, p1 + ... + pk)

Sums of integers do not depend on the order in which they are taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from ceasewatch.agreement import limits
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.struct import PPM

LIKELY: Final = round(limits.LIKELY * PPM)
POSSIBLE: Final = round(limits.POSSIBLE * PPM)
NEGLIGIBLE: Final = round(limits.REMOTE * PPM)
"""Up to this upper bound there is none."""


class Bounds(NamedTuple):
    """A probability lies between ``low`` and ``high``, both 0 to 1,000,000."""

    low: int
    high: int

    def __invert__(self) -> Bounds:
        """Of the contrary."""
        return Bounds(PPM - self.high, PPM - self.low)


SURE: Final = Bounds(PPM, PPM)
NEVER: Final = Bounds(0, 0)
OPEN: Final = Bounds(0, PPM)
"""Nobody can tell."""


def all_of(conditions: Iterable[Bounds]) -> Bounds:
    """That every one holds; certain if there is none."""
    given = list(conditions)
    low = sum(c.low for c in given) - (len(given) - 1) * PPM
    return Bounds(max(0, min(PPM, low)), min((c.high for c in given), default=PPM))


def any_of(conditions: Iterable[Bounds]) -> Bounds:
    """That at least one holds; impossible if there is none."""
    return ~all_of(~c for c in conditions)


def outcome(breach: Bounds) -> Outcome:
    """What may be said of a breach with such a probability."""
    if breach.low >= LIKELY:
        return Outcome.breach_likely
    if breach.high <= NEGLIGIBLE:
        return Outcome.no_breach
    return Outcome.breach_possible if breach.low >= POSSIBLE else Outcome.undetermined
