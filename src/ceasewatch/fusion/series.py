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
    columns = start, end, low, best, high, c.source[told], c.series[told], c.part[told]
    out = _all(first, *columns, HEARS)
    alone = np.diff(first) == 1
    only = first[:-1][alone]
    for said, column in zip((c.lowest, c.best, c.highest), out, strict=True):
        column[alone] = said[told][only]
    return out[0], out[1], out[2]


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
def _cover(at: Int, x: Real, start: Int, end: Int, need: Real, order: Int) -> None:
    """Raise ``x`` as little as possible until the pieces of each interval hold what it needs; ``order`` is by end."""
    for i in order:
        held, last = 0.0, -1
        for s in range(len(x)):
            if at[s] >= start[i] and at[s + 1] <= end[i]:
                held += x[s]
                last = s
        if held < need[i]:
            x[last] += need[i] - held


@inner
def _kept(start: Int, end: Int, source: Int) -> Int:
    """Counts of which no earlier one of the same source is of the same time (more than half of the shorter)."""
    keep = np.ones(len(start), np.bool_)
    for i in range(len(start)):
        for j in range(i):
            shorter = min(end[i] - start[i], end[j] - start[j])
            shared = min(end[i], end[j]) - max(start[i], start[j])
            keep[i] &= not (keep[j] and source[i] == source[j] and 2 * shared > shorter)
    return np.flatnonzero(keep)


@inner
def _spread(at: Int, start: Int, end: Int, number: Real, hears: float) -> Real:
    """Number in each piece: the largest of any count; below ``hears`` 1, what they may have heard together."""
    x = np.zeros(len(at) - 1)
    for s in range(len(x)):
        most, total = 0.0, 0.0
        for i in range(len(start)):
            if at[s] >= start[i] and at[s + 1] <= end[i]:
                share = number[i] * (at[s + 1] - at[s]) / (end[i] - start[i])
                most = max(most, share)
                total += share
        x[s] = min(total, most / hears)
    return x


@inner
def _together(start: Int, end: Int, high: Real, hears: float) -> Real:
    """What each may have missed of what others heard of the same time."""
    need = high.copy()
    for i in range(len(high)):
        total = 0.0
        for j in range(len(high)):
            total += high[j] if start[j] < end[i] and start[i] < end[j] else 0.0
        need[i] = min(total, high[i] / hears)
    return need


@inner
def _one(
    start: Int, end: Int, low: Real, best: Real, high: Real, series: Flags, part: Flags, hears: float
) -> tuple[float, float, float]:
    """Lowest, best and highest of one incident."""
    at = np.unique(np.concatenate((start, end)))
    order = np.argsort(end, kind="mergesort")
    least = np.zeros(len(at) - 1)
    _cover(at, least, start, end, low, order)
    spread, within = np.flatnonzero(series & ~part), np.flatnonzero(~series & ~part)
    x = _spread(at, start[spread], end[spread], best[spread], 1.0)
    _cover(at, x, start, end, np.where(part, low, best), order)
    y = _spread(at, start[spread], end[spread], high[spread], hears)
    need = low.copy()
    need[within] = _together(start[within], end[within], high[within], hears)
    _cover(at, y, start, end, need, order)
    lowest = np.ceil(least.sum() - 1e-6)
    middle = max(lowest, np.round(x.sum()))
    return lowest, middle, max(middle, np.floor(y.sum() + 1e-6))


@compiled
def _all(
    first: Int, start: Int, end: Int, low: Real, best: Real, high: Real, source: Int, series: Flags, part: Flags,
    hears: float,
) -> Real:  # fmt: skip
    out = np.full((3, len(first) - 1), np.nan)
    for n in range(len(first) - 1):
        a, b = first[n], first[n + 1]
        if b > a + 1:  # a lone count stays as it was told
            k = a + _kept(start[a:b], end[a:b], source[a:b])
            out[0, n], out[1, n], out[2, n] = _one(
                start[k], end[k], low[k], best[k], high[k], series[k], part[k], hears
            )
        if np.isinf(out[2, n]):
            out[2, n] = np.nan
    return out
