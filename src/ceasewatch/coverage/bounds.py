"""Upper bounds and intervals of a rate, given what was seen and what would have been.

Let violations come in clusters (:mod:`ceasewatch.coverage.dispersion`), mu be the expected number in the sector and
period, p the mean probability that one is seen, and phi_seen the dispersion of the seen counts. The number of seen
clusters is Poisson with mean kappa P(S > 0), kappa E[S] = p mu, and by Cauchy-Schwarz P(S > 0) >= E[S]^2 / E[S^2]. So

    P(nothing seen) <= exp(-p mu / phi_seen),

whatever the law of the cluster sizes; gamma-mixed (negative binomial) counts obey the same inequality. If nothing was
seen, mu <= -log(alpha) phi_seen / p with probability 1 - alpha. For x seen the same scaling of the exact Poisson limit
(Garwood 1936, Biometrika 28) is used, chi2_(1-alpha)(2 x / phi_seen + 2) / 2: quasi-Poisson, approximate, tested on
simulated worlds. The whole error is shared out (Bonferroni): part for the count, part for phi, part for p.

*Rate* is the intensity of that sector and that period. A mission that asks for the long-run mean of days that are
either dead quiet or violent learns nothing of it from one quiet day, and no formula changes that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scipy.stats import chi2

from ceasewatch.coverage.dispersion import Dispersion
from ceasewatch.model.errors import DataError

LEVEL: Final = 0.95
COUNT_SHARE: Final = 0.6
"""Part of the allowed error that the count gets; the rest is for phi and p, in equal halves."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What coverage lets one see of a sector and a period.

    Attributes:
        p: mean probability that a violation would be seen.
        p_low, p_high: its limits, from what is not known of the observer models.
        concentration: E[p_c^2] / E[p_c] over places and times, 1 where all or nothing is seen everywhere.
    """

    p: float
    p_low: float
    p_high: float
    concentration: float


@dataclass(frozen=True, slots=True)
class Bound:
    """An interval of the expected number of violations in the sector and period.

    Attributes:
        estimate: seen / p.
        low, high: limits; ``high`` alone holds at ``level``, and so does ``low`` alone.
        level: one-sided.
        phi_seen: dispersion that was used.
    """

    estimate: float
    low: float
    high: float
    level: float
    phi_seen: float


def shares(level: float) -> tuple[float, float, float]:
    """Error allotted to the count, to phi and to p."""
    alpha = 1.0 - level
    rest = (1.0 - COUNT_SHARE) / 2.0
    return alpha * COUNT_SHARE, alpha * rest, alpha * rest


def bound(seen: int, coverage: Seen, dispersion: Dispersion, level: float = LEVEL) -> Bound:
    """Limits of the expected number of violations, ``seen`` of which were observed.

    Args:
        seen: violations observed, 0 or more.
        coverage: ``p_low`` at the level that :func:`shares` allots to p.
        dispersion: ``phi_high`` likewise.
        level: one-sided, 0.5 to 1.

    Raises:
        DataError: nobody looked (p or p_low is 0), or numbers out of range.
    """
    if not 0 < coverage.p_low <= coverage.p <= coverage.p_high <= 1:
        raise DataError(
            f"no bound without observation: p = {coverage.p:g}, lower limit {coverage.p_low:g}",
            todo="say `not observed`; a bound needs somebody who would have seen it",
        )
    if seen < 0 or not 0.5 <= level < 1:
        raise DataError(f"{seen} seen at level {level} is out of range")
    phi = dispersion.seen(coverage.concentration, high=True)
    alpha, _, _ = shares(level)
    scaled = seen / phi
    low = 0.0 if seen == 0 else float(chi2.ppf(alpha, 2.0 * scaled)) / 2.0
    high = float(chi2.ppf(1.0 - alpha, 2.0 * scaled + 2.0)) / 2.0
    return Bound(
        estimate=seen / coverage.p,
        low=low * phi / coverage.p_high,
        high=high * phi / coverage.p_low,
        level=level,
        phi_seen=phi,
    )
