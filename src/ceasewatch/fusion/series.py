"""How many there were, from counts over intervals that overlap: reconciled, never simply added.

"15 explosions between 10:25 and 11:00" is a series: its single ones lie spread over the interval. The intervals of all
who counted cut the time of an incident into pieces; a true number x belongs to each piece, and everybody heard a part
of what fell into his own interval.

* lowest: the smallest sum of x with which nobody heard more than there was. This linear programme has an interval
  matrix; raising the last piece of each interval, in order of the ends, solves it (it equals the heaviest set of counts
  whose intervals do not overlap).
* best: each series spread evenly over its interval; in each piece the largest share that any one source tells of.
  Counts of what happened at some moment *within* an interval are not spread: they add only what does not fit in.
* highest: as best, but sources that heard a piece together may have heard different ones. Everybody is taken to hear at
  least the share ``HEARS`` of what is within reach (assumed).

So series at different times add, one source counts once for one time, and counts of one time do not add.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int, Real

Flags = NDArray[np.bool_]

HEARS: Final = 0.75
"""Smallest share of the single ones within reach that an observer who counts notices; assumed."""
LEAST_US: Final = 120_000_000
"""An instant counts as so wide, for clocks differ."""

_START: Final = 0
_END: Final = 1
_SOURCE: Final = 2
_SORT: Final = 3
"""Columns of what the loops need to know of a count; its sort is one of:"""
_MOMENT: Final = 0
_SERIES: Final = 1
_PART: Final = 2
_LOW: Final = 0
_BEST: Final = 1
_HIGH: Final = 2
_LIKELY: Final = 3
"""Rows of its numbers: as told; and the best, or of a part the lowest."""


@dataclass(frozen=True, slots=True)
class Counted:
    """m counts of n incidents, sorted by incident, the earliest recorded of each incident first.

    Attributes:
        incident: (m,) 0 to n - 1.
        start_us, end_us: (m,) interval of each count.
        lowest, best, highest: (m,) NaN where not told; a highest that is not told beside a lowest that is has no bound.
        source: (m,) key, equal for counts that rest on one source (copies, one observer); of one source's counts of one
            time the earliest recorded holds.
        series: (m,) the single ones are spread over the interval, rather than all at some moment within it.
        part: (m,) the count is of a part (*including 11 explosions*): it says how many there were at least, no more.
    """

    incident: Int
    start_us: Int
    end_us: Int
    lowest: Real
    best: Real
    highest: Real
    source: Int
    series: Flags
    part: Flags


def reconcile(c: Counted, incidents: int) -> tuple[Real, Real, Real]:
    """Lowest, best and highest number of single ones of each incident; NaN where nobody counted or nothing bounds it.

    Args:
        c: the counts; rows without any number say nothing.
        incidents: n.

    Returns:
        Three (n,) columns of whole numbers; a single count is given as it was told.
    """
    told = ~(np.isnan(c.lowest) & np.isnan(c.best) & np.isnan(c.highest))
    low, best, high = _filled(c.lowest[told], c.best[told], c.highest[told])
    incident = c.incident[told]
    start, end = _widened(c.start_us[told], c.end_us[told])
    first = np.searchsorted(incident, np.arange(incidents + 1)).astype(np.int64)
    part = c.part[told]
    said = np.stack([start, end, c.source[told], np.where(part, _PART, c.series[told])], axis=1)
    sums = _all(first, said, np.stack([low, best, high, np.where(part, low, best)]), HEARS)
    out = _whole(*sums)
    alone = np.diff(first) == 1
    only = first[:-1][alone]
    for said, column in zip((c.lowest, c.best, c.highest), out, strict=True):
        column[alone] = said[told][only]
    return out[0], out[1], out[2]


def _whole(low: Real, best: Real, high: Real) -> tuple[Real, Real, Real]:
    """Sums as whole numbers, in order; NaN where nothing bounds it."""
    low = np.ceil(low - 1e-6)
    best = np.maximum(low, np.round(best))
    high = np.maximum(best, np.floor(high + 1e-6))
    return low, best, np.where(np.isinf(high), np.nan, high)


def _filled(low: Real, best: Real, high: Real) -> tuple[Real, Real, Real]:
    """What is not told, from what is; infinity where a highest is not told beside a lowest."""
    open_above = np.isnan(high) & ~np.isnan(low)
    best = np.where(np.isnan(best), np.where(np.isnan(low), high, low), best)
    low = np.where(np.isnan(low), np.minimum(best, np.where(np.isnan(high), best, high)), low)
    high = np.where(open_above, np.inf, np.where(np.isnan(high), best, high))
    best = np.clip(best, low, np.maximum(low, high))
    return low, best, np.maximum(high, best)


def _widened(start: Int, end: Int) -> tuple[Int, Int]:
    lack = np.maximum(0, LEAST_US - (end - start))
    return start - lack // 2, end + lack - lack // 2


@inner
def _cover(at: Int, pieces: int, x: Real, said: Int, need: Real, order: Int, n: int) -> float:
    """Raise ``x`` as little as possible until the pieces of each interval hold what it needs; ``order`` is by end.

    Returns the sum of ``x``.
    """
    for k in range(n):
        i, held, last = order[k], 0.0, -1
        for s in range(pieces):
            if at[s] >= said[i, _START] and at[s + 1] <= said[i, _END]:
                held += x[s]
                last = s
        if held < need[i]:
            x[last] += need[i] - held
    total = 0.0
    for s in range(pieces):
        total += x[s]
    return total


@inner
def _kept(said: Int, first: int, last: int, rows: Int) -> int:
    """Counts of which no earlier one of the same source is of the same time (more than half of the shorter)."""
    n = 0
    for i in range(first, last):
        keep = True
        for k in range(n):
            j = rows[k]
            shorter = min(said[i, _END] - said[i, _START], said[j, _END] - said[j, _START])
            shared = min(said[i, _END], said[j, _END]) - max(said[i, _START], said[j, _START])
            keep = keep and not (said[i, _SOURCE] == said[j, _SOURCE] and 2 * shared > shorter)
        if keep:
            rows[n] = i
            n += 1
    return n


@inner
def _placed(at: Int, n: int, time: int) -> int:
    """Puts ``time`` among the first n of ``at``, ascending, unless it is there; returns how many they are then."""
    k = n
    while k > 0 and at[k - 1] > time:
        k -= 1
    if k > 0 and at[k - 1] == time:
        return n
    for s in range(n, k, -1):
        at[s] = at[s - 1]
    at[k] = time
    return n + 1


@inner
def _by_end(said: Int, rows: Int, n: int, order: Int) -> None:
    """Writes the n rows in order of their ends, of equal ones the earlier first."""
    for m in range(n):
        k = m
        while k > 0 and said[order[k - 1], _END] > said[rows[m], _END]:
            order[k] = order[k - 1]
            k -= 1
        order[k] = rows[m]


@inner
def _spread(at: Int, pieces: int, said: Int, number: Real, rows: Int, n: int, hears: float, x: Real) -> None:
    """Number in each piece: the largest of any series; below ``hears`` 1, what they may have heard together."""
    for s in range(pieces):
        most, total = 0.0, 0.0
        for k in range(n):
            i = rows[k]
            start, end = said[i, _START], said[i, _END]
            if said[i, _SORT] == _SERIES and at[s] >= start and at[s + 1] <= end:
                share = number[i] * (at[s + 1] - at[s]) / (end - start)
                most = max(most, share)
                total += share
        x[s] = min(total, most / hears)


@inner
def _missed(said: Int, numbers: Real, rows: Int, n: int, hears: float, need: Real) -> None:
    """What there was at most by each count: a moment's may have missed what others heard of the same time."""
    for k in range(n):
        i = rows[k]
        total = 0.0
        for m in range(n):
            j = rows[m]
            if said[j, _SORT] == _MOMENT and said[j, _START] < said[i, _END] and said[i, _START] < said[j, _END]:
                total += numbers[_HIGH, j]
        need[i] = min(total, numbers[_HIGH, i] / hears) if said[i, _SORT] == _MOMENT else numbers[_LOW, i]


@compiled
def _all(first: Int, said: Int, numbers: Real, hears: float) -> Real:
    """(3, n) sums over the pieces of the time of each incident; NaN where there is at most one count.

    ``first`` (n + 1,) is where the counts of each begin in ``said`` (m, 4) and ``numbers`` (4, m).
    """
    out, m = np.empty((3, len(first) - 1)), len(said)
    rows, order, at = np.empty(m, np.int64), np.empty(m, np.int64), np.empty(2 * m, np.int64)
    x, need = np.empty(2 * m), np.empty(m)
    for incident in range(len(first) - 1):
        a, b = first[incident], first[incident + 1]
        out[0, incident] = out[1, incident] = out[2, incident] = np.nan
        if b <= a + 1:  # a lone count stays as it was told
            continue
        n, pieces = _kept(said, a, b, rows), 0
        for k in range(n):
            pieces = _placed(at, _placed(at, pieces, said[rows[k], _START]), said[rows[k], _END])
        pieces -= 1
        _by_end(said, rows, n, order)
        for s in range(pieces):
            x[s] = 0.0
        out[0, incident] = _cover(at, pieces, x, said, numbers[_LOW], order, n)
        _spread(at, pieces, said, numbers[_BEST], rows, n, 1.0, x)
        out[1, incident] = _cover(at, pieces, x, said, numbers[_LIKELY], order, n)
        _spread(at, pieces, said, numbers[_HIGH], rows, n, hears, x)
        _missed(said, numbers, rows, n, hears, need)
        out[2, incident] = _cover(at, pieces, x, said, need, order, n)
    return out
