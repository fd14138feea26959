"""How much counts vary beyond Poisson, learned from a reference period.

Violations come in clusters: 0 one day, 676 another (handbook 1.2). With clusters of M single violations that arrive as
a Poisson process, the count of a period has variance / mean = phi = E[M^2] / E[M]. Of a cluster at a place where each
single violation is seen with probability p_c, S <= M are seen, and the seen counts have

    phi_seen = 1 + (phi - 1) E[p_c^2] / E[p_c],

so that phi can be learned under one coverage and used under another.

The estimate is Pearson's, phi_seen = sum (y - mu)^2 / mu / (D - 1) over D days with mu proportional to what coverage
lets one expect. Heavy tails make it vary widely from period to period; its upper limit uses the jackknife of log phi.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Real

LEAST_DAYS: Final = 20
"""Fewer days of reference tell too little of the tail; our own convention."""


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Variance over mean of the true counts of a period.

    Attributes:
        phi: best estimate, at least 1.
        phi_high: upper limit with probability ``level``.
        level: of the upper limit, one-sided.
        days: of the reference; 0 where the value is assumed.
        source: where it comes from, in words that a report can print.
    """

    phi: float
    phi_high: float
    level: float
    days: int
    source: str

    def seen(self, concentration: float, *, high: bool = False) -> float:
        """Phi of the counts that coverage lets one see.

        Args:
            concentration: E[p_c^2] / E[p_c] of the detection map, 0 to 1.
            high: the upper limit instead of the best estimate.
        """
        return 1.0 + ((self.phi_high if high else self.phi) - 1.0) * concentration


def assumed(phi: float, source: str) -> Dispersion:
    """A value that somebody states; ``source`` says who and why."""
    if phi < 1.0:
        raise DataError(f"dispersion {phi} is below 1", todo="1 is Poisson; violations come in clusters, so above 1")
    return Dispersion(phi=phi, phi_high=phi, level=1.0, days=0, source=source)


def learned(
    counts: ArrayLike,
    p_seen: ArrayLike,
    *,
    concentration: ArrayLike | None = None,
    level: float = 0.99,
) -> Dispersion:
    """From the daily counts of a reference period.

    Args:
        counts: (D,) violations observed each day.
        p_seen: (D,) mean probability that a violation of that day would be seen; days with 0 are left out, for a count
            of 0 there says nothing.
        concentration: (D,) E[p_c^2] / E[p_c] of each day; by default ``p_seen``, its least value, which makes phi the
            greatest.
        level: of the upper limit, one-sided.

    Raises:
        DataError: fewer than :data:`LEAST_DAYS` days on which somebody looked, or nothing was ever seen.
    """
    y, p = np.asarray(counts, np.float64), np.asarray(p_seen, np.float64)
    c = p if concentration is None else np.asarray(concentration, np.float64)
    looked = p > 0
    y, p, c = y[looked], p[looked], c[looked]
    if len(y) < LEAST_DAYS or y.sum() == 0:
        raise DataError(
            f"dispersion needs {LEAST_DAYS} watched days with violations, here are {len(y)} with {y.sum():g}",
            todo="choose a longer reference period, or state an assumed dispersion and its source",
        )
    phi, log_sd = _pearson(y, p, c)
    high = phi if len(y) < 2 else 1.0 + (phi - 1.0) * float(np.exp(ndtri(level) * log_sd))
    return Dispersion(phi=phi, phi_high=max(high, phi), level=level, days=len(y), source=f"{len(y)} days of reference")


def _pearson(y: Real, p: Real, c: Real) -> tuple[float, float]:
    """Phi of the true counts, and the jackknife standard error of log(phi - 1)."""
    whole = _phi(y.sum(), p.sum(), _moments(y, p).sum(axis=1), len(y), float(c.mean()))
    m = _moments(y, p)
    parts = [
        _phi(y.sum() - y[i], p.sum() - p[i], m.sum(axis=1) - m[:, i], len(y) - 1, float(c.mean()))
        for i in range(len(y))
    ]
    logs = np.log(np.maximum(np.array(parts) - 1.0, 1e-3))
    n = len(y)
    return whole, float(np.sqrt((n - 1) / n * ((logs - logs.mean()) ** 2).sum()))


def _moments(y: Real, p: Real) -> Real:
    return np.stack([y * y / p, y, p])


def _phi(total: float, exposure: float, moments: Real, n: int, concentration: float) -> float:
    """Pearson's statistic from sums: sum (y - r p)^2 / (r p) = sum y^2 / (r p) - 2 sum y + r sum p, r = total rate."""
    rate = total / exposure if exposure > 0 else 0.0
    if rate <= 0:
        return 1.0
    square = moments[0] / rate - 2.0 * moments[1] + rate * moments[2]
    seen = square / (n - 1)
    return 1.0 + max(0.0, float(seen) - 1.0) / concentration
