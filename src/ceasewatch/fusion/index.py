"""The index: cells to the reports in them, as a hash table of chains that grows with what is held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from ceasewatch.fusion.grid import LEVELS, cell, level
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import Int, Real

_SHIFT: Final = 29
_MULTIPLIER: Final = -7046029254386353131
"""2**64 over the golden ratio (Knuth's multiplicative hashing), as a signed number."""

_PORTION: Final = 8192


@compiled
def slot_of(names: Int, key: int) -> int:
    """Where ``key`` is in the table, or where it would be."""
    mask = len(names) - 1
    mixed = key * _MULTIPLIER
    at = (mixed ^ (mixed >> _SHIFT)) & mask
    while names[at] != -1 and names[at] != key:
        at = (at + 1) & mask
    return at


@compiled
def insert(names: Int, heads: Int, follower: Int, levels: Int, real: Real, code: Int, rows: Int, gate: float) -> int:
    """Puts ``rows`` into their cells (chains by ``follower``, -1 at the end); returns how many cells are new."""
    fresh = 0
    for i in rows:
        key = cell(real, code, i, gate)
        at = slot_of(names, key)
        if names[at] == -1:
            names[at], heads[at] = key, -1
            fresh += 1
        follower[i] = heads[at]
        heads[at] = i
        levels[level(real, code, i, gate)] += 1
    return fresh


@compiled
def take_out(names: Int, heads: Int, follower: Int, levels: Int, real: Real, code: Int, rows: Int, gate: float) -> None:
    """Takes ``rows`` out of their cells."""
    for i in rows:
        at = slot_of(names, cell(real, code, i, gate))
        before = -1
        row = heads[at]
        while row != i:
            before, row = row, follower[row]
        if before < 0:
            heads[at] = follower[i]
        else:
            follower[before] = follower[i]
        levels[level(real, code, i, gate)] -= 1


@compiled
def rehash(names: Int, heads: Int, wider: Int, their: Int) -> Int:
    """The cells in a wider table; returns where each place of the old one went, -1 for those that were free."""
    went = np.full(len(names), -1, np.int64)
    for old in range(len(names)):
        if names[old] != -1:
            at = slot_of(wider, names[old])
            wider[at], their[at], went[old] = names[old], heads[old], at
    return went


def portions(rows: Int) -> Iterator[Int]:
    """Some thousands of ``rows`` at a time: a table that widens as it fills is as large as its cells need."""
    for start in range(0, len(rows), _PORTION):
        yield rows[start : start + _PORTION]


class Index:
    """Which reports lie in which cell.

    Args:
        gate: reach in standard deviations.
        room: rows that it is made for at first.
    """

    def __init__(self, gate: float, room: int = 1024) -> None:
        self.gate = gate
        self.follower = np.full(room, -1, np.int64)
        self.levels = np.zeros(LEVELS, np.int64)
        size = 1024
        self.names, self.heads = np.full(size, -1, np.int64), np.full(size, -1, np.int64)
        self._cells = 0

    def insert(self, real: Real, code: Int, rows: Int) -> None:
        """Put ``rows`` in."""
        if len(real) > len(self.follower):
            wider = np.full(max(len(real), 2 * len(self.follower)), -1, np.int64)
            wider[: len(self.follower)] = self.follower
            self.follower = wider
        for some in portions(rows):
            self._widen(len(some))
            self._cells += insert(self.names, self.heads, self.follower, self.levels, real, code, some, self.gate)

    def remove(self, real: Real, code: Int, rows: Int) -> None:
        """Take ``rows`` out; they are as they were when they were put in."""
        take_out(self.names, self.heads, self.follower, self.levels, real, code, rows, self.gate)

    def _widen(self, more: int) -> None:
        size = len(self.names)
        while 2 * (self._cells + more) > size:
            size *= 2
        if size > len(self.names):
            names, heads = np.full(size, -1, np.int64), np.full(size, -1, np.int64)
            rehash(self.names, self.heads, names, heads)
            self.names, self.heads = names, heads
