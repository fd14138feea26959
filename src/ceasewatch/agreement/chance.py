"""Bounds of a probability, kept apart by where the happening may have been, so that conditions on place agree.

A condition is known to hold with a probability between ``low`` and ``high``; what nobody can tell is 0 to 1. Two
conditions on the place of one happening are not independent (who is within 15 km of a line is within 25), so each says
what it is worth at the same :data:`~ceasewatch.agreement.spread.SAMPLES` points of the place, and only given the point
are they multiplied:

    P(A and B) = mean over points x of P(A | x) P(B | x)

Products are taken in an order of the factors' own: the result does not depend on that in which conditions are written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ceasewatch.agreement.spread import Points
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
    low_at: Points
    high_at: Points

    @classmethod
    def between(cls, low: Real, high: Real) -> Chance:
        """Bounds that have nothing to do with the place."""
        none = np.zeros((0, 1), np.float32)
        return cls(np.clip(low, 0.0, 1.0), np.clip(np.maximum(low, high), 0.0, 1.0), np.zeros(0, np.int64), none, none)

    @classmethod
    def of(cls, p: Real) -> Chance:
        """Exact probabilities; NaN stands for *nobody can tell*."""
        return cls.spread(p, np.zeros(0, np.int64), np.zeros((0, 1), np.float32))

    @classmethod
    def spread(cls, p: Real, rows: Int, at: Points) -> Chance:
        """As :meth:`of`, with the values at the points of ``rows``."""
        p = np.clip(p, 0.0, 1.0)
        known = np.isfinite(p)
        if known.all():
            return cls(p, p, rows, at, at)
        return cls(np.where(known, p, 0.0), np.where(known, p, 1.0), rows, at, at)

    def __len__(self) -> int:
        return len(self.low)


def certain(n: int) -> Chance:
    """What always holds."""
    return Chance.of(np.ones(n))


def all_of(chances: Sequence[Chance], n: int) -> Chance:
    """That every one holds; certain if there is none."""
    return _together(chances, n, _same)


def any_of(chances: Sequence[Chance], n: int) -> Chance:
    """That at least one holds; impossible if there is none."""
    return complement(_together(chances, n, complement))


def none_of(chances: Sequence[Chance], n: int) -> Chance:
    """That not one holds; certain if there is none."""
    return _together(chances, n, complement)


def one_of(chances: Sequence[Chance], n: int) -> Chance:
    """That one holds, where no two can hold together; impossible if there is none."""
    if not chances:
        return complement(certain(n))
    parts = sorted(chances, key=_mark)
    spread = [c.rows for c in parts if len(c.rows)]
    rows = np.unique(np.concatenate(spread)) if spread else np.zeros(0, np.int64)
    low, low_at = _sum(parts, rows, "low")
    if all(c.low is c.high and c.low_at is c.high_at for c in parts):
        return Chance(low, low, rows, low_at, low_at)
    high, high_at = _sum(parts, rows, "high")
    return Chance(low, high, rows, low_at, high_at)


def complement(chance: Chance) -> Chance:
    """That it does not hold."""
    low, low_at = 1.0 - chance.high, 1.0 - chance.high_at
    if chance.high is chance.low and chance.high_at is chance.low_at:
        return Chance(low, low, chance.rows, low_at, low_at)
    return Chance(low, 1.0 - chance.low, chance.rows, low_at, 1.0 - chance.low_at)


def _together(chances: Sequence[Chance], n: int, turn: Callable[[Chance], Chance]) -> Chance:
    """The product of the chances, each turned first."""
    if not chances:
        return certain(n)
    parts = sorted((turn(c) for c in chances), key=_mark)
    if len(parts) == 1:
        return parts[0]
    exact = all(c.low is c.high and c.low_at is c.high_at for c in parts)
    spread = [c.rows for c in parts if len(c.rows)]
    rows = np.unique(np.concatenate(spread)) if spread else np.zeros(0, np.int64)
    low, low_at = _product(parts, rows, "low")
    if exact:
        return Chance(low, low, rows, low_at, low_at)
    high, high_at = _product(parts, rows, "high")
    return Chance(low, high, rows, low_at, high_at)


def _mark(chance: Chance) -> tuple[float, ...]:
    """By which factors are put in an order of their own; equal ones are equal in all but freak cases."""
    return (float(chance.low.sum()), float(chance.high.sum()), float(chance.low_at.sum()), float(len(chance.rows)))


def _product(parts: Sequence[Chance], rows: Int, bound: str) -> tuple[Real, Points]:
    """Marginals (n,), and values at the points of ``rows``."""
    whole: Real = np.multiply.reduce([getattr(c, bound) for c in parts])
    if not len(rows):
        return whole, np.zeros((0, 1), np.float32)
    width = max(c.low_at.shape[1] for c in parts)
    at = np.ones((len(rows), width), np.float32)
    for c in parts:
        place = np.searchsorted(rows, c.rows)
        flat = getattr(c, bound)[rows]
        flat[place] = 1.0
        at *= flat[:, None].astype(np.float32)
        at[place] *= getattr(c, f"{bound}_at")
    whole[rows] = at.mean(axis=1, dtype=np.float64)
    return whole, at


def _sum(parts: Sequence[Chance], rows: Int, bound: str) -> tuple[Real, Points]:
    """As :func:`_product`, of sums that end at one."""
    whole: Real = np.minimum(1.0, np.add.reduce([getattr(c, bound) for c in parts]))
    if not len(rows):
        return whole, np.zeros((0, 1), np.float32)
    at = np.zeros((len(rows), max(c.low_at.shape[1] for c in parts)), np.float32)
    for c in parts:
        place = np.searchsorted(rows, c.rows)
        flat = getattr(c, bound)[rows]
        flat[place] = 0.0
        at += flat[:, None].astype(np.float32)
        at[place] += getattr(c, f"{bound}_at")
    at = np.minimum(at, np.float32(1.0))
    whole[rows] = at.mean(axis=1, dtype=np.float64)
    return whole, at


def _same(chance: Chance) -> Chance:
    return chance
