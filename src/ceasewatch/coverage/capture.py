"""How many nobody saw, from how often several observers saw the same: capture-recapture, several models.

Each model assumes something that cannot be tested with the data at hand, so none is *the* answer: all are given, and
their spread is part of the statement. What observers have in common (they hear the same loud ones: heterogeneity; one
calls the other: positive dependence) makes every one of them too low, except where a model takes it up. What nobody
could have seen (no observer anywhere near) is in none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceasewatch.coverage.loglinear import best_loglinear
from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Int, Real

Histories = NDArray[np.bool_]
"""(n, m): whether event i was seen by observer j; each row has at least one True."""

Z95: Final = 1.959963985
"""Normal quantile of a two-sided 95% interval."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One model's total.

    Attributes:
        model: its name.
        total: seen and missed together; infinite where the model cannot tell.
        low, high: 95% interval, given that the model holds.
        assumes: what must be true for it.
    """

    model: str
    total: float
    low: float
    high: float
    assumes: str


@dataclass(frozen=True, slots=True)
class Missed:
    """What several models make of the same histories.

    Attributes:
        seen: events that at least one observer saw.
        estimates: one each model.
    """

    seen: int
    estimates: tuple[Estimate, ...]

    @property
    def spread(self) -> tuple[float, float]:
        """Lowest and highest total of the models."""
        totals = [e.total for e in self.estimates]
        return min(totals), max(totals)

    @property
    def envelope(self) -> tuple[float, float]:
        """Lowest and highest limit of any model's interval."""
        return min(e.low for e in self.estimates), max(e.high for e in self.estimates)


def histories(event: ArrayLike, observer: ArrayLike, observers: int) -> Histories:
    """Who saw what, from members of incidents.

    Args:
        event: (r,) codes of the incident that each report is a member of; -1 is left out.
        observer: (r,) 0 <= code < ``observers``; negative is left out. Independent origins, not outlets.
        observers: m.
    """
    e, o = np.asarray(event, np.int64), np.asarray(observer, np.int64)
    used = (e >= 0) & (o >= 0)
    rows = np.unique(e[used], return_inverse=True)[1]
    out = np.zeros((int(rows.max(initial=-1)) + 1, observers), dtype=bool)
    out[rows, o[used]] = True
    return out


def missed(seen: Histories) -> Missed:
    """All models on one set of histories.

    Raises:
        DataError: fewer than two observers, nothing seen, or no event that two of them saw.
    """
    m = seen.shape[1]
    if m < 2 or not len(seen) or not (seen.sum(axis=1) > 1).any():
        raise DataError(
            "the missed part cannot be estimated: it needs two observers and events that both saw",
            todo="say how many were seen, and that the missed part is not known",
        )
    pairs = [chapman(seen[:, [a, b]], len(seen), (a, b)) for a, b in combinations(range(m), 2)] if m <= 4 else []
    together = [*pairs, chao(seen), *([sample_coverage(seen)] if m > 2 else [])]
    chosen = best_loglinear(seen)
    for fit in chosen:
        low, high = _interval(len(seen), fit.missed, fit.variance)
        together.append(Estimate(fit.name, len(seen) + fit.missed, low, high, fit.assumes))
    return Missed(seen=len(seen), estimates=tuple(together))


def chapman(seen: Histories, floor: int, names: tuple[int, int] = (0, 1)) -> Estimate:
    """Two observers: N = (n1 + 1)(n2 + 1) / (both + 1) - 1 (Chapman 1951; variance by Seber 1970).

    Args:
        seen: (n, 2).
        floor: events known to exist, seen by anybody; the estimate is not below it.
        names: which two.
    """
    first, second = seen[:, 0].sum(), seen[:, 1].sum()
    both = (seen[:, 0] & seen[:, 1]).sum()
    total = (first + 1.0) * (second + 1.0) / (both + 1.0) - 1.0
    variance = (first + 1.0) * (second + 1.0) * (first - both) * (second - both) / ((both + 1.0) ** 2 * (both + 2.0))
    known = max(float(floor), float(first + second - both))
    low, high = _interval(known, max(0.0, total - known), variance)
    assumes = "the two observers see independently, and each sees all events with one probability"
    return Estimate(f"Chapman, observers {names[0] + 1} and {names[1] + 1}", max(total, known), low, high, assumes)


def chao(seen: Histories) -> Estimate:
    """Lower bound under heterogeneity: missed >= (m - 1) / m x f1 (f1 - 1) / (2 (f2 + 1)) (Chao 1987, bias-corrected).

    f1, f2: events that exactly one and exactly two observers saw.
    """
    m = seen.shape[1]
    times = seen.sum(axis=1)
    f1, f2, a = float((times == 1).sum()), float((times == 2).sum()), (m - 1.0) / m
    hidden = a * f1 * (f1 - 1.0) / (2.0 * (f2 + 1.0))
    variance = (
        hidden
        + a**2 * f1 * (2.0 * f1 - 1.0) ** 2 / (4.0 * (f2 + 1.0) ** 2)
        + a**2 * f1**2 * f2 * (f1 - 1.0) ** 2 / (4.0 * (f2 + 1.0) ** 4)
    )
    low, high = _interval(len(seen), hidden, variance)
    return Estimate("Chao, lower bound", len(seen) + hidden, low, high, "a lower bound: some events are harder to see")


def sample_coverage(seen: Histories) -> Estimate:
    """Dependence of any origin between pairs of observers, by sample coverage (Chao and Tsay 1998, Biometrika 85).

    Of three observers, with z(...) the events of a history (1 seen, 0 not, + either) and n_j those that j saw:

        C = 1 - (z(100) / n_1 + z(010) / n_2 + z(001) / n_3) / 3
        A = sum over pairs of (z(1+0) + z(+10)) z(11+) / (n_1 n_2)
        N = (z(11+) + z(1+1) + z(+11)) / (3 C) / (1 - A / (3 C))

    With more observers: the mean over all triples. Interval by the delta method on the frequencies of histories.
    Infinite where the overlap is too small (the authors ask for C of 0.55 and more).
    """
    patterns, counts = np.unique(seen, axis=0, return_counts=True)
    z = counts.astype(np.float64)
    total = _by_triples(patterns, z)
    known = float(len(seen))
    if not np.isfinite(total):
        return Estimate("sample coverage", np.inf, known, np.inf, _COVERAGE_ASSUMES)
    step = 1e-3
    slope = np.array([(_by_triples(patterns, z + step * row) - total) / step for row in np.eye(len(z))])
    variance = float((slope**2 * z).sum() - (slope * z).sum() ** 2 / max(total, known))
    low, high = _interval(known, max(0.0, total - known), max(variance, 0.0))
    return Estimate("sample coverage", max(total, known), low, high, _COVERAGE_ASSUMES)


_COVERAGE_ASSUMES: Final = "dependence between pairs only, from unequal events or from each other; much overlap"


def _by_triples(patterns: Histories, z: Real) -> float:
    triples = combinations(range(patterns.shape[1]), 3)
    return float(np.mean([_by_coverage(patterns[:, list(t)], z) for t in triples]))


def _by_coverage(x: Histories, z: Real) -> float:
    """The equations above for one triple; ``x`` (h, 3) histories of which there are ``z`` each."""
    n = (x * z[:, None]).sum(axis=0)
    alone = [(z * (x[:, k] & (x.sum(axis=1) == 1))).sum() for k in range(3)]
    if (n == 0).any():
        return np.inf
    covered = 1.0 - float((np.array(alone) / n).mean())
    both, weighted_overlap = 0.0, 0.0
    for i, j, k in ((0, 1, 2), (0, 2, 1), (1, 2, 0)):
        shared = float((z * (x[:, i] & x[:, j])).sum())
        outside = float((z * ((x[:, i] & ~x[:, k]).astype(float) + (x[:, j] & ~x[:, k]))).sum())
        both += shared
        weighted_overlap += outside * shared / (n[i] * n[j])
    left = 3.0 * covered - weighted_overlap
    return float(both / left) if left > 0 else np.inf


def _interval(known: float, hidden: float, variance: float) -> tuple[float, float]:
    """95% interval of a total that is at least ``known``: log-normal in what is hidden (Burnham et al. 1987)."""
    if hidden <= 0:
        return float(known), float(known) + Z95 * float(np.sqrt(max(variance, 0.0)))
    factor = float(np.exp(Z95 * np.sqrt(np.log1p(variance / hidden**2))))
    return known + hidden / factor, known + hidden * factor


def frequencies(seen: Histories) -> Int:
    """(m,) events that exactly 1, 2, ..., m observers saw."""
    return np.bincount(seen.sum(axis=1), minlength=seen.shape[1] + 1)[1:].astype(np.int64)
