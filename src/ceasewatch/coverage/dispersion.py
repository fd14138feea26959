"""How much counts vary beyond Poisson, learned from a reference period.

Violations come in clusters: 0 one day, 676 another (handbook 1.2). With clusters of M single violations that arrive as
a Poisson process, the count of a period has variance / mean = phi = E[M^2] / E[M]. Of a cluster at a place where each
single violation is seen with probability p_c, S <= M are seen, and the seen counts have

    phi_seen = 1 + (phi - 1) E[p_c^2] / E[p_c],

so that phi can be learned under one coverage and used under another.

The estimate is Pearson's, phi_seen = sum (y - mu)^2 / mu / (D - 1) over D days with mu proportional to what coverage
lets one expect. Heavy tails make it vary from period to period; the jackknife of log(phi - 1) says how much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Real

LEAST_DAYS: Final = 20
"""Fewer days of reference tell too little of the tail; our own convention."""


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Variance over mean of the true counts of a period.

    Attributes:
        phi: best estimate, at least 1.
        log_sd: standard error of log(phi - 1); 0 where the value is assumed.
        days: of the reference; 0 where the value is assumed.
        source: where it comes from, in words that a report can print.
    """

    phi: float
    log_sd: float
    days: int
    source: str

    def seen(self, concentration: float, z: ArrayLike = 0.0) -> Real:
        """Phi of the counts that coverage lets one see.

        Args:
            concentration: E[p_c^2] / E[p_c] of the detection map, 0 to 1.
            z: standard errors above the best estimate, any shape.
        """
        return 1.0 + (self.phi - 1.0) * np.exp(self.log_sd * np.asarray(z, np.float64)) * concentration


def assumed(phi: float, source: str) -> Dispersion:
    """A value that somebody states.

    Args:
        phi: variance over mean, 1 or more.
        source: who says so and why.

    Raises:
        DataError: ``phi`` is below 1.
    """
    if not phi >= 1.0:
        raise DataError(f"dispersion {phi} is below 1", todo="1 is Poisson; violations come in clusters, so above 1")
    return Dispersion(phi=phi, log_sd=0.0, days=0, source=source)


def learned(counts: ArrayLike, p_seen: ArrayLike, *, concentration: ArrayLike | None = None) -> Dispersion:
    """From the daily counts of a reference period.

    Args:
        counts: (D,) violations observed each day.
        p_seen: (D,) mean probability that a violation of that day would be seen; days with 0 are left out, for a count
            of 0 there says nothing.
        concentration: (D,) E[p_c^2] / E[p_c] of each day; by default ``p_seen``, its least value, which makes phi the
            greatest.

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
    phi, log_sd = _pearson(y, p, float(c.mean()))
    return Dispersion(phi=phi, log_sd=log_sd, days=len(y), source=f"{len(y)} days of reference")


def _pearson(y: Real, p: Real, concentration: float) -> tuple[float, float]:
    """Phi of the true counts, and the jackknife standard error of log(phi - 1)."""
    n = len(y)
    sums = np.stack([y * y / p, y, p])
    whole = _phi(sums.sum(axis=1), n, concentration)
    without = sums.sum(axis=1)[:, None] - sums
    logs = np.log([max(_phi(without[:, i], n - 1, concentration) - 1.0, _LEAST_EXCESS) for i in range(n)])
    return whole, float(np.sqrt((n - 1) / n * ((logs - logs.mean()) ** 2).sum()))


_LEAST_EXCESS: Final = 0.05


def _phi(sums: Real, n: int, concentration: float) -> float:
    """Pearson: sum (y - r p)^2 / (r p) = sum y^2 / (r p) - 2 sum y + r sum p with r = sum y / sum p, from the sums."""
    squares, total, exposure = (float(s) for s in sums)
    if total <= 0 or exposure <= 0:
        return 1.0 + _LEAST_EXCESS
    rate = total / exposure
    seen = (squares / rate - 2.0 * total + rate * exposure) / (n - 1)
    return 1.0 + max(_LEAST_EXCESS, (seen - 1.0) / concentration)
