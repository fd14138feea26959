"""Bounds of a probability, kept apart by where the happening may have been, so that conditions on place agree.

A condition is known to hold with a probability between ``low`` and ``high``; what nobody can tell is 0 to 1. Two
conditions on the place of one happening are not independent (who is within 15 km of a line is within 25), so each says
what it is worth at the same :data:`~ceasewatch.agreement.inside.SAMPLES` points of the place, and only given the point
are they multiplied:

    P(A and B) = mean over points x of P(A | x) P(B | x)

Products are taken of sorted factors: the result does not depend on the order in which conditions are written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ceasewatch.model.table import Int, Real


@dataclass(frozen=True, slots=True)
class Chance:
    """Of n subjects that a condition holds.

    Attributes:
        low, high: (n,) bounds of the probability, 0 <= low <= high <= 1.
        rows: (u,) subjects, ascending, for which it hangs on where in its place the subject was.
        low_at, high_at: (u, samples) the bounds at each of these points; their means are ``low[rows]`` and
            ``high[rows]``.
    """

    low: Real
    high: Real
    rows: Int
    low_at: Real
    high_at: Real

    @classmethod
    def between(cls, low: Real, high: Real) -> Chance:
        """Bounds that have nothing to do with the place."""
        none = np.zeros((0, 1))
        return cls(np.clip(low, 0.0, 1.0), np.clip(np.maximum(low, high), 0.0, 1.0), np.zeros(0, np.int64), none, none)

    @classmethod
    def of(cls, p: Real) -> Chance:
        """Exact probabilities; NaN stands for *nobody can tell*."""
        return cls.between(np.nan_to_num(p, nan=0.0), np.nan_to_num(p, nan=1.0))

    @classmethod
    def spread(cls, p: Real, rows: Int, at: Real) -> Chance:
        """As :meth:`of`, with the values at the points of ``rows``."""
        plain = cls.of(p)
        return cls(plain.low, plain.high, rows, at, at)

    def __len__(self) -> int:
        return len(self.low)

    def take(self, rows: Int) -> Chance:
        """Of the subjects ``rows``, ascending."""
        kept = np.isin(self.rows, rows)
        return Chance(
            self.low[rows],
            self.high[rows],
            np.searchsorted(rows, self.rows[kept]),
            self.low_at[kept],
            self.high_at[kept],
        )


def certain(n: int) -> Chance:
    """What always holds."""
    return Chance.of(np.ones(n))


def all_of(chances: Sequence[Chance], n: int) -> Chance:
    """That every one holds; certain if there is none."""
    return _together(chances, n, _product)


def any_of(chances: Sequence[Chance], n: int) -> Chance:
    """That at least one holds; impossible if there is none."""
    return complement(_together([complement(c) for c in chances], n, _product))


def none_of(chances: Sequence[Chance], n: int) -> Chance:
    """That not one holds; certain if there is none."""
    return _together([complement(c) for c in chances], n, _product)


def complement(chance: Chance) -> Chance:
    """That it does not hold."""
    return Chance(
        1.0 - chance.high, 1.0 - chance.low, chance.rows, 1.0 - chance.high_at, 1.0 - chance.low_at
    )  # fmt: skip


def _product(factors: list[Real]) -> Real:
    if len(factors) == 1:
        return factors[0].copy()
    stacked = np.sort(np.stack(np.broadcast_arrays(*factors)), axis=0)
    result: Real = np.multiply.reduce(stacked, axis=0)
    return result


def _together(chances: Sequence[Chance], n: int, join: Callable[[list[Real]], Real]) -> Chance:
    if not chances:
        return certain(n)
    low, high = join([c.low for c in chances]), join([c.high for c in chances])
    spread = [c for c in chances if len(c.rows)]
    if not spread:
        return Chance.between(low, high)
    rows = np.unique(np.concatenate([c.rows for c in spread]))
    low_at = join([_at(c, rows, c.low, c.low_at) for c in chances])
    high_at = join([_at(c, rows, c.high, c.high_at) for c in chances])
    low[rows], high[rows] = low_at.mean(axis=1), high_at.mean(axis=1)
    return Chance(low, high, rows, low_at, high_at)


def _at(chance: Chance, rows: Int, plain: Real, at: Real) -> Real:
    """(len(rows), samples or 1) values at the points of ``rows``."""
    out = np.repeat(plain[rows][:, None], at.shape[1], axis=1)
    out[np.searchsorted(rows, chance.rows)] = at
    return out
