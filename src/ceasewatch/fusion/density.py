"""How often things happen here and now, counted from the reports themselves: the chance that two meet by accident.

Reports are counted by cell of 10 km and 12 hours. The count is rounded to a power of two, so that one more report
seldom changes the rate, and the rate is a function of the set of reports. Pixels of satellites are not counted: one
fire has many. With n the rounded count in a cell of V km2 days,

    rate = (share (n - 1) + weight floor) / (V + weight) + burst k / (k + max(0, n - 5)) / (V_burst + V_i)

where the second part is what one happening sets off near itself: it matters to reports that are sharper than a burst.
Where many report, the count itself tells how much happens, and the assumption weighs less.
For writers who give a place it is a multiple of that: they tell also of what nobody else reports, and of other places.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ceasewatch.fusion.index import portions, rehash, slot_of
from ceasewatch.fusion.likelihood import M_PER_DEG
from ceasewatch.fusion.packed import ALERT, AREA, CLASS, END, LASTING, LAT, LON, NAME, SPREAD, START, WRITES
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import Int, Real

CELL_M: Final = 10_000.0
CELL_S: Final = 43_200.0
_VOLUME: Final = CELL_M * CELL_M / 1e6 * CELL_S / 86_400.0
_BURST_VOLUME: Final = 0.2
"""km2 days over which one happening sets off others: 1.3 km, 28 minutes; assumed."""
_FEW: Final = 5.0
"""A count of up to this many (eight reports) says nothing of bursts; assumed."""
_BITS: Final = 20


@compiled
def cell_of(real: Real, code: Int, i: int) -> int:
    """The cell of report i; named areas are counted by name."""
    piece = math.floor(0.5 * (real[i, START] + real[i, END]) / CELL_S) + (1 << (_BITS - 1))
    if code[i, NAME] >= 0:
        named: int = (code[i, NAME] & 0xFFFF) << _BITS | piece | (1 << 62)
        return named
    line = math.floor((real[i, LAT] + 90.0) * M_PER_DEG / CELL_M)
    cos = math.cos(math.radians((line + 0.5) * CELL_M / M_PER_DEG - 90.0))
    column = math.floor((real[i, LON] + 180.0) * max(cos, 0.01) * M_PER_DEG / CELL_M)
    placed: int = (line << _BITS | column) << _BITS | piece
    return placed


@compiled
def rounded(count: int) -> float:
    """The middle of the powers of two between which a count lies."""
    return math.floor(2.0 ** (math.floor(math.log2(count)) + 0.5)) if count > 0 else 0.0


@compiled
def enter(names: Int, heads: Int, counts: Int, follower: Int, real: Real, code: Int, rows: Int) -> int:
    """Counts ``rows`` in; returns how many cells are new."""
    fresh = 0
    for i in rows:
        key = cell_of(real, code, i)
        at = slot_of(names, key)
        if names[at] == -1:
            names[at], heads[at], counts[at, 0], counts[at, 1] = key, -1, 0, -1
            fresh += 1
        follower[i], heads[at] = heads[at], i
        counts[at, 0] += code[i, CLASS] >= 0
    return fresh


@compiled
def leave(names: Int, heads: Int, counts: Int, follower: Int, real: Real, code: Int, rows: Int) -> None:
    """Counts ``rows`` out."""
    for i in rows:
        at = slot_of(names, cell_of(real, code, i))
        before, row = -1, heads[at]
        while row != i:
            before, row = row, follower[row]
        if before < 0:
            heads[at] = follower[i]
        else:
            follower[before] = follower[i]
        counts[at, 0] -= code[i, CLASS] >= 0


@compiled
def refresh(
    names: Int, heads: Int, counts: Int, follower: Int, real: Real, code: Int, rows: Int, column: int, rule: Real
) -> Int:
    """Writes log rates into ``real[:, column]``; returns the rows whose rate was written.

    These are ``rows``, which came or went, and all others in their cells if the rounded count there has changed.
    ``rule`` is as for :class:`Density`, of which ``names`` to ``follower`` are.
    """
    out, found = np.empty(64, np.int64), 0
    for i in rows:
        at = slot_of(names, cell_of(real, code, i))
        if names[at] == -1:
            continue
        now = int(rounded(counts[at, 0]))
        own = counts[at, 1] == now
        counts[at, 1] = now
        size = math.exp(real[i, AREA]) * CELL_S / 86_400.0 if code[i, NAME] >= 0 else _VOLUME
        counted = (rule[0] * max(0.0, now - 1.0) + rule[2] * rule[1]) / (size + rule[2])
        near = rule[3] * rule[6] / (rule[6] + max(0.0, now - _FEW))
        row = i if own else heads[at]
        while row >= 0:
            volume = 2.0 * math.pi * math.exp(real[row, SPREAD]) / 8.64e10
            burst = 0.0 if code[i, NAME] >= 0 else near / (_BURST_VOLUME + volume)
            real[row, column] = math.log(rule[4] if code[row, LASTING] == ALERT else counted + burst)
            if code[row, WRITES] == 1 and code[row, NAME] < 0:
                real[row, column] += rule[5]
            if found == len(out):
                wider = np.empty(2 * found, np.int64)
                for k in range(found):
                    wider[k] = out[k]
                out = wider
            out[found], found = row, found + 1
            row = -1 if own else follower[row]
    return out[:found]


class Density:
    """Counts of reports by cell.

    Args:
        rule: share, floor, weight and burst of the equation above, alerts a day, the log of the writers' multiple,
            and k.
        column: of the packed reports, where log rates go.
    """

    def __init__(self, rule: tuple[float, ...], column: int, room: int = 1024) -> None:
        self._rule, self._column = np.array(rule), column
        size = 1024
        self._names, self._heads = np.full(size, -1, np.int64), np.full(size, -1, np.int64)
        self._counts = np.zeros((size, 2), np.int64)
        self._follower = np.full(room, -1, np.int64)
        self._cells = 0

    def change(self, real: Real, code: Int, gone: Int, come: Int) -> Int:
        """Count ``gone`` out and ``come`` in; returns rows that are held and whose rate was written."""
        self._room(len(real))
        leave(self._names, self._heads, self._counts, self._follower, real, code, gone)
        for some in portions(come):
            self._widen(len(some))
            self._cells += enter(self._names, self._heads, self._counts, self._follower, real, code, some)
        held = (self._names, self._heads, self._counts, self._follower)
        came = refresh(*held, real, code, np.concatenate([gone, come]), self._column, self._rule)
        return np.setdiff1d(came, gone)

    def _room(self, rows: int) -> None:
        if rows > len(self._follower):
            wider = np.full(max(rows, 2 * len(self._follower)), -1, np.int64)
            wider[: len(self._follower)] = self._follower
            self._follower = wider

    def _widen(self, more: int) -> None:
        size = len(self._names)
        while 2 * (self._cells + more) > size:
            size *= 2
        if size > len(self._names):
            names, heads = np.full(size, -1, np.int64), np.full(size, -1, np.int64)
            went = rehash(self._names, self._heads, names, heads)
            counts = np.zeros((size, 2), np.int64)
            counts[went[went >= 0]] = self._counts[went >= 0]
            self._names, self._heads, self._counts = names, heads, counts
