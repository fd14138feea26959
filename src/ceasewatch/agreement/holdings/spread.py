"""Distributions of a whole number with few values, added and cut: how a total is spread when its parts are uncertain.

Two numbers bound a probability here, so every rounding goes to one side: a spread that is to be a lower bound is
rounded down, one that is to be an upper bound up. Without uncertainty a spread has one value and all is exact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.stats import binom

from ceasewatch.model.table import Int, Real

MAX_VALUES: Final = 512
"""A spread with more values is rounded to a grid of that many."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A number and its probabilities.

    Attributes:
        values: ascending, each once.
        p: their probabilities; sum 1.
        cap: all that is more counts as this.
        up: round up rather than down.
    """

    values: Int
    p: Real
    cap: int
    up: bool

    @classmethod
    def point(cls, value: int, *, cap: int, up: bool) -> Spread:
        """A number that is known."""
        return cls(np.array([min(value, cap)], dtype=np.int64), np.ones(1), cap, up)

    def plus(self, value: int, p: float) -> Spread:
        """With ``value`` more, with probability ``p``."""
        if value == 0 or p <= 0.0:
            return self
        if p >= 1.0:
            return self._of(self.values + value, self.p)
        return self._of(
            np.concatenate([self.values, self.values + value]), np.concatenate([self.p * (1 - p), self.p * p])
        )

    def and_(self, other: Spread) -> Spread:
        """The sum with another number that does not depend on this one."""
        values = np.add.outer(self.values, other.values).ravel()
        return self._of(values, np.outer(self.p, other.p).ravel())

    def less(self, allowed: int) -> Spread:
        """What exceeds ``allowed``; what is capped stays so."""
        return self._of(np.where(self.values >= self.cap, self.cap, np.maximum(self.values - allowed, 0)), self.p)

    def above(self, limit: int) -> float:
        """Probability of more than ``limit``."""
        return float(min(1.0, self.p[self.values > limit].sum()))

    def below(self, limit: int) -> float:
        """Probability of fewer than ``limit``."""
        return float(min(1.0, self.p[self.values < limit].sum()))

    def widened(self, least: Int, most: Int, new: float) -> Spread:
        """``least + Binomial(most - least, new)`` for each value, given by position."""
        if new <= 0.0:
            return self._of(least, self.p)
        if new >= 1.0:
            return self._of(most, self.p)
        parts = [self._binomial(int(lo), int(hi), new) for lo, hi in zip(least, most, strict=True)]
        values = np.concatenate([values for values, _ in parts])
        return self._of(values, np.concatenate([p * of for (_, p), of in zip(parts, self.p, strict=True)]))

    def _binomial(self, least: int, most: int, new: float) -> tuple[Int, Real]:
        """Values up to the cap; the rest of the probability lies at the cap."""
        width, seen = most - least, max(0, min(most, self.cap) - least)
        steps = np.unique(np.linspace(0, seen, min(seen, MAX_VALUES) + 1).astype(np.int64))
        upto = binom.cdf(steps, width, new)
        upto[-1] = 1.0
        if self.up:
            return least + steps, np.diff(upto, prepend=0.0)
        before = binom.cdf(steps - 1, width, new)
        return least + steps, np.diff(before, append=1.0)

    def _of(self, values: Int, p: Real) -> Spread:
        kept, place = np.unique(np.minimum(values, self.cap), return_inverse=True)
        summed = np.bincount(place, weights=p, minlength=len(kept)).astype(np.float64)
        out = replace(self, values=kept.astype(np.int64), p=summed)
        return out if len(kept) <= MAX_VALUES else self._of(_on_grid(out), summed)


def _on_grid(s: Spread) -> Int:
    """Its values, rounded to its side; what is capped stays so."""
    first, last = int(s.values[0]), int(s.values[-1])
    step = -(-(last - first + 1) // (MAX_VALUES // 2))
    cells = (s.values - first + (step - 1 if s.up else 0)) // step
    return np.where(s.values >= s.cap, s.cap, first + cells * step).astype(np.int64)
