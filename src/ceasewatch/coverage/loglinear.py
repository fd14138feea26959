"""Log-linear models of who saw what (Fienberg 1972, Biometrika 59): the cell *seen by nobody* is their constant.

The 2^m - 1 observable cells of m observers are Poisson with log mean = u + sum_j x_j u_j + sum_(j<k) x_j x_k u_jk over
the pairs of the model; the missed number is exp(u). Fitted by iteratively reweighted least squares. Independence is
always given; of the models with pairwise dependence, the one with the least AIC. Interactions of three and more
observers are taken as absent: they cannot be told from the missed number.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.table import Real

MOST_OBSERVERS: Final = 8
"""With more, the 2^m cells are nearly all empty: the caller joins observers, or leaves them to the other models."""

_ALL_SUBSETS_UP_TO: Final = 4
_ITERATIONS: Final = 60
_FAR: Final = 30.0

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """One fitted model: how many were missed, the variance of that, and the AIC that it was chosen by."""

    name: str
    missed: float
    variance: float
    aic: float
    assumes: str


def best_loglinear(seen: NDArray[np.bool_]) -> tuple[Fit, ...]:
    """Independence, and the model with pairwise dependence that has the least AIC, if it beats independence.

    Args:
        seen: (n, m); m up to :data:`MOST_OBSERVERS`, else there is no fit.
    """
    m = seen.shape[1]
    if m > MOST_OBSERVERS:
        return ()
    cells, counts = _cells(seen)
    alone = _fit(cells, counts, ())
    if m == 2 or alone is None:
        return (alone,) if alone else ()
    dependent = _search(cells, counts, alone)
    return (alone, dependent) if dependent else (alone,)


def _cells(seen: NDArray[np.bool_]) -> tuple[Real, Real]:
    m = seen.shape[1]
    code = seen @ (1 << np.arange(m))
    counts = np.bincount(code, minlength=1 << m)[1:].astype(np.float64)
    patterns = (np.arange(1, 1 << m)[:, None] >> np.arange(m)) & 1
    return patterns.astype(np.float64), counts


def _search(cells: Real, counts: Real, alone: Fit) -> Fit | None:
    m = cells.shape[1]
    pairs = list(combinations(range(m), 2))
    if m <= _ALL_SUBSETS_UP_TO:
        subsets: list[Pairs] = [s for size in range(1, len(pairs) + 1) for s in combinations(pairs, size)]
        fits = [f for s in subsets if (f := _fit(cells, counts, s))]
        best = min(fits, key=lambda f: f.aic, default=None)
        return best if best and best.aic < alone.aic else None
    return _stepwise(cells, counts, alone, pairs)


def _stepwise(cells: Real, counts: Real, alone: Fit, pairs: list[tuple[int, int]]) -> Fit | None:
    """Add the pair that lowers the AIC most, as long as one does."""
    chosen: Pairs = ()
    best: Fit | None = None
    while True:
        limit = best.aic if best else alone.aic
        tried = [((*chosen, p), f) for p in pairs if p not in chosen and (f := _fit(cells, counts, (*chosen, p)))]
        better = min(tried, key=lambda t: t[1].aic, default=None)
        if better is None or better[1].aic >= limit:
            return best
        chosen, best = better


def _fit(cells: Real, counts: Real, pairs: Pairs) -> Fit | None:
    """``None`` where the counts do not determine the model."""
    columns = [np.ones(len(cells)), *cells.T, *(cells[:, a] * cells[:, b] for a, b in pairs)]
    design = np.stack(columns, axis=1)
    if design.shape[1] > len(cells):
        return None
    solved = _reweighted(design, counts)
    if solved is None:
        return None
    beta, covariance = solved
    mean = np.exp(design @ beta)
    log_likelihood = float((counts * (design @ beta) - mean).sum())
    hidden = float(np.exp(beta[0]))
    named = ", ".join(f"{a + 1}-{b + 1}" for a, b in pairs)
    return Fit(
        name=f"log-linear, dependent {named}" if pairs else "log-linear, independent",
        missed=hidden,
        variance=hidden + hidden**2 * float(covariance[0, 0]),
        aic=2.0 * design.shape[1] - 2.0 * log_likelihood,
        assumes="observers depend on each other only in the named pairs; all events are alike"
        if pairs
        else "observers see independently, and all events are alike",
    )


def _reweighted(design: Real, counts: Real) -> tuple[Real, Real] | None:
    """Coefficients and their covariance."""
    eta = np.log(counts + 0.5)
    beta = np.zeros(design.shape[1])
    for _ in range(_ITERATIONS):
        mean = np.exp(np.clip(eta, -_FAR, _FAR))
        working = eta + (counts - mean) / mean
        information = design.T @ (design * mean[:, None])
        if not np.all(np.isfinite(information)) or np.linalg.cond(information) > 1e12:
            return None
        new = np.linalg.solve(information, design.T @ (mean * working))
        if np.abs(new - beta).max() < 1e-9:
            return new, np.linalg.inv(information)
        beta, eta = new, design @ new
    return None
