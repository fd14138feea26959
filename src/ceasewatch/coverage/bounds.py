"""Upper bounds and intervals of a rate, given what was seen and what would have been.

Let violations come in clusters (:mod:`ceasewatch.coverage.dispersion`), mu be the expected number in the sector and
period, p the mean probability that one is seen, and phi_seen the dispersion of the seen counts. The number of seen
clusters is Poisson with mean kappa P(S > 0), kappa E[S] = p mu, and by Cauchy-Schwarz P(S > 0) >= E[S]^2 / E[S^2]. So

    P(nothing seen) <= exp(-p mu / phi_seen),

whatever the law of the cluster sizes; gamma-mixed (negative binomial) counts obey the same inequality. If nothing was
seen, mu <= -log(alpha) phi_seen / p with confidence 1 - alpha. For x seen the exact Poisson limit (Garwood 1936,
Biometrika 28) is scaled in the same way: P(X <= x) = Q(x / phi_seen + 1, p mu / phi_seen) with Q the regularised upper
incomplete gamma function: quasi-Poisson, approximate, tested on simulated worlds.

p and phi are not known exactly. P(X <= x) is averaged over their errors (normal in log odds of p, normal in
log(phi - 1)), so that the bound holds over the worlds that these errors describe.

*Rate* is the intensity of that sector and that period. A mission that asks for the long-run mean of days that are
either dead quiet or violent learns little of it from one quiet day, and no formula changes that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.optimize import brentq
from scipy.special import expit, gammainc, gammaincc, logit

from ceasewatch.coverage.dispersion import Dispersion
from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Real

LEVEL: Final = 0.95

Z_LIMITS: Final = 1.6448536269514722
"""Standard deviations of the limits of p: one-sided 95%."""

_NODES, _WEIGHTS = hermegauss(21)
_P_WEIGHT: Final = _WEIGHTS / _WEIGHTS.sum()
_LARGEST: Final = 1e12


@dataclass(frozen=True, slots=True)
class Seen:
    """What coverage lets one see of a sector and a period.

    Attributes:
        p: mean probability that a violation would be seen.
        p_low, p_high: its one-sided 95% limits, from what is not known of the observer models.
        concentration: E[p_c^2] / E[p_c] over places and times, 1 where all or nothing is seen everywhere.
    """

    p: float
    p_low: float
    p_high: float
    concentration: float

    def at(self, z: Real) -> Real:
        """P at ``z`` standard deviations of doubt: log odds, by the parabola through the three that are given."""
        low, middle, high = (float(logit(np.clip(v, 1e-12, 1 - 1e-12))) for v in (self.p_low, self.p, self.p_high))
        slope = (high - low) / (2.0 * Z_LIMITS)
        bend = (high + low - 2.0 * middle) / (2.0 * Z_LIMITS**2)
        reach = -slope / (2.0 * bend) if bend else np.inf  # the parabola turns there: it is held flat beyond
        held = np.maximum(z, reach) if bend > 0 else np.minimum(z, reach)
        return np.asarray(expit(middle + slope * held + bend * held**2))


@dataclass(frozen=True, slots=True)
class Bound:
    """An interval of the expected number of violations in the sector and period.

    Attributes:
        estimate: seen / p.
        low, high: limits, each of which holds at ``level``.
        level: one-sided.
        phi_seen: dispersion that was used, best estimate.
    """

    estimate: float
    low: float
    high: float
    level: float
    phi_seen: float


def bound(seen: int, coverage: Seen, dispersion: Dispersion, level: float = LEVEL) -> Bound:
    """Limits of the expected number of violations, ``seen`` of which were observed.

    Args:
        seen: violations observed, 0 or more.
        coverage: what was to be seen.
        dispersion: of the counts.
        level: one-sided, 0.5 to 1.

    Raises:
        DataError: nobody looked (p or its lower limit is 0), or numbers out of range.
    """
    if not 0 < coverage.p_low <= coverage.p <= coverage.p_high <= 1:
        raise DataError(
            f"no bound without observation: p = {coverage.p:g}, lower limit {coverage.p_low:g}",
            todo="say `not observed`; a bound needs somebody who would have seen it",
        )
    if seen < 0 or not 0.5 <= level < 1:
        raise DataError(f"{seen} seen at level {level} is out of range")
    p = coverage.at(_NODES)[:, None]
    phi = dispersion.seen(coverage.concentration, _NODES)[None, :]
    weight = _P_WEIGHT[:, None] * _P_WEIGHT[None, :]

    def so_few(mu: float) -> float:
        return float((weight * gammaincc(seen / phi + 1.0, p * mu / phi)).sum())

    def so_many(mu: float) -> float:
        return float((weight * gammainc(seen / phi, p * mu / phi)).sum())

    return Bound(
        estimate=seen / coverage.p,
        low=_solved(lambda mu: so_many(mu) - (1.0 - level)) if seen else 0.0,
        high=_solved(lambda mu: (1.0 - level) - so_few(mu)),
        level=level,
        phi_seen=float(dispersion.seen(coverage.concentration)),
    )


def _solved(rising: Callable[[float], float]) -> float:
    """Where a rising function of mu is 0; infinite where it never is."""
    high = 1.0
    while rising(high) < 0.0:
        high *= 4.0
        if high > _LARGEST:
            return float("inf")
    return float(brentq(rising, 0.0, high, xtol=1e-9, rtol=1e-9))
