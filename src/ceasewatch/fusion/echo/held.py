"""All reports held, in arrays that grow, for the compiled loops; and where to find those that share a key."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceasewatch.fusion.echo import packed
from ceasewatch.fusion.echo.facts import Facts
from ceasewatch.model.table import Int, Real


class Held(NamedTuple):
    """Reports by card: a number in the order in which they came.

    Attributes:
        real, code: columns as in :mod:`ceasewatch.fusion.echo.packed`.
        pool: values of all runs.
    """

    real: Real
    code: Int
    pool: Int


class Cards:
    """Holds facts; cards are never renumbered."""

    def __init__(self) -> None:
        self.held = Held(
            np.zeros((64, len(packed.REALS))), np.zeros((64, packed.WIDTH), np.int64), np.zeros(1024, np.int64)
        )
        self._filled = 0
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def append(self, f: Facts) -> Int:
        """Hold ``f``; its cards."""
        first, after = self._n, self._n + len(f)
        more = sum(len(runs.values) for runs in f.sets)
        self.held = Held(
            grown(self.held.real, after), grown(self.held.code, after), grown(self.held.pool, self._filled + more)
        )
        self.held.real[first:after] = f.real
        self.held.code[first:after] = f.code
        for at, runs in enumerate(f.sets):
            self.held.code[first:after, packed.CODES + 2 * at] += self._filled
            self.held.pool[self._filled : self._filled + len(runs.values)] = runs.values
            self._filled += len(runs.values)
        self._n = after
        return np.arange(first, after)

    def forget(self, cards: Int) -> None:
        """Take ``cards`` for gone; their numbers stay."""
        self.held.code[cards, packed.ALIVE] = 0


def grown(column: NDArray[Any], least: int, fill: int = 0) -> NDArray[Any]:
    """``column`` with at least ``least`` rows, new ones ``fill``; grows by half as much again."""
    if least <= len(column):
        return column
    wide = np.full((least + least // 2, *column.shape[1:]), fill, column.dtype)
    wide[: len(column)] = column
    return wide
