"""Whether probabilities mean what they say: of what was said with p = 0.8, eight in ten should be so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Columns, Int, Real

_WIDTH_SUM = 1e-9


@dataclass(frozen=True, slots=True)
class Reliability(Columns):
    """A reliability table: bins of equal width over 0 to 1; a bin without statements has NaN means.

    Columns:
        low, high: the bin; a probability on an inner edge belongs to the bin above, 1 to the last.
        number: statements in it.
        said: mean probability stated.
        so: share that was right.
    """

    low: Real
    high: Real
    number: Int
    said: Real
    so: Real

    @property
    def ece(self) -> float:
        """Expected calibration error: mean of |said - so| over statements; NaN without statements."""
        total = int(self.number.sum())
        if not total:
            return float("nan")
        gap = np.where(self.number > 0, np.abs(self.said - self.so), 0.0)
        return float(np.sum(gap * self.number) / total)


def reliability(p: ArrayLike, right: ArrayLike, bins: int = 20) -> Reliability:
    """The reliability table of (n,) probabilities and (n,) outcomes.

    Raises:
        DataError: different lengths, a probability outside 0 to 1 or NaN, or no bins.
    """
    said, so = _checked(p, right)
    if bins < 1:
        raise DataError(f"{bins} bins")
    edges = np.linspace(0.0, 1.0, bins + 1)
    which = np.clip(np.searchsorted(edges, said, side="right") - 1, 0, bins - 1)
    number = np.bincount(which, minlength=bins)
    with np.errstate(invalid="ignore"):
        mean_said = np.bincount(which, said, bins) / number
        mean_so = np.bincount(which, so, bins) / number
    return Reliability(edges[:-1], edges[1:], number, mean_said, mean_so)


def ece(p: ArrayLike, right: ArrayLike, bins: int = 20) -> float:
    """Expected calibration error over ``bins`` bins of equal width (Naeini, Cooper and Hauskrecht 2015, AAAI).

    Args:
        p: (n,) probabilities stated.
        right: (n,) whether each was so.
        bins: number of bins.
    """
    return reliability(p, right, bins).ece


def brier(p: ArrayLike, right: ArrayLike) -> float:
    """Mean of (p - outcome) squared (Brier 1950, Mon. Weather Rev. 78); 0 is perfect; NaN without statements."""
    said, so = _checked(p, right)
    return float(np.mean((said - so) ** 2)) if len(said) else float("nan")


def _checked(p: ArrayLike, right: ArrayLike) -> tuple[Real, Real]:
    said, so = np.asarray(p, np.float64), np.asarray(right).astype(np.float64)
    if said.ndim != 1 or said.shape != so.shape:
        raise DataError(f"probabilities of shape {said.shape} for outcomes of shape {so.shape}")
    if not np.all((said >= -_WIDTH_SUM) & (said <= 1 + _WIDTH_SUM)):
        raise DataError("a probability is not between 0 and 1")
    return np.clip(said, 0.0, 1.0), so
