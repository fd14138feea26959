"""Probability in words: ICD 203 (2 January 2015), half-open, with the two ends that it leaves out named.

evidence-record section 3; design page: below 1 % and above 99 % are "excluded" and "certain for practical purposes".
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ceasewatch.model.struct import PPM


class Likelihood(StrEnum):
    """One table for every product, least likely first."""

    excluded = "excluded"
    remote = "remote"
    very_unlikely = "very_unlikely"
    unlikely = "unlikely"
    even = "even"
    likely = "likely"
    very_likely = "very_likely"
    almost_certain = "almost_certain"
    certain = "certain"


BOUNDS: Final = (
    (Likelihood.excluded, 0, 1),
    (Likelihood.remote, 1, 5),
    (Likelihood.very_unlikely, 5, 20),
    (Likelihood.unlikely, 20, 45),
    (Likelihood.even, 45, 55),
    (Likelihood.likely, 55, 80),
    (Likelihood.very_likely, 80, 95),
    (Likelihood.almost_certain, 95, 99),
    (Likelihood.certain, 99, 100),
)
"""(word, from per cent, below per cent); the last includes 100."""

MEANING: Final = {
    Likelihood.excluded: "excluded for practical purposes (below 1%)",
    Likelihood.remote: "almost no chance (1-5%)",
    Likelihood.very_unlikely: "very unlikely (5-20%)",
    Likelihood.unlikely: "unlikely (20-45%)",
    Likelihood.even: "roughly even chance (45-55%)",
    Likelihood.likely: "likely (55-80%)",
    Likelihood.very_likely: "very likely (80-95%)",
    Likelihood.almost_certain: "almost certain (95-99%)",
    Likelihood.certain: "certain for practical purposes (99% and above)",
}
"""What each word means, in English; reports translate it."""


def likelihood(p_ppm: int) -> Likelihood:
    """The word for a probability in millionths."""
    return next(word for word, start, _ in reversed(BOUNDS) if p_ppm >= start * (PPM // 100))
