"""Reports by cell of the ground, those of each cell in order of time: for finding all near pairs of a set at once.

Nothing is looked up for a report by itself. For each cell that holds any, the cells within reach are found once, and
the two are run through together; so the work grows with the pairs that are near, and memory is read in order. Cells are
by age first (some thousands of reports each), then by level: what is compared lies close together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.fusion.grid import (
    GROUND_BITS,
    NAMED,
    columns_of,
    ground,
    ground_key,
    line_of,
    reach_s,
    size_m,
)
from ceasewatch.fusion.likelihood import M_PER_DEG
from ceasewatch.fusion.packed import COS, EE, END, LAT, LON, NAME, NN, START
from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int, Real

MIDDLE: Final = 0
REACH_S: Final = 1
VAR: Final = 5
AREA: Final = 6
"""Columns of :attr:`Cells.place`."""
_COLUMNS: Final = 7
_SOUTH: Final = 0
_NORTH: Final = 1
_WEST: Final = 2
_EAST: Final = 3
_MOST: Final = 4
_LONGEST: Final = 5
"""Columns of :attr:`Cells.box`."""
_LEVEL_BITS: Final = 5
_AGE_ROWS: Final = 32_768
"""Reports of one age, about."""


@dataclass(frozen=True, slots=True)
class Cells:
    """m reports in c cells.

    Attributes:
        rows: (m,) rows of the packed reports, by cell, each in order of time.
        place: (m, 7) of these: middle of the interval and reach in time, s; latitude, longitude, cosine of the
            latitude; larger variance, m2; code of the named area.
        first: (c + 1,) reports of cell k are ``first[k]:first[k + 1]``.
        names: (c,) names of the cells, ascending: age, level, line, column.
        begin: (a + 1,) cells with the number k of age and level are ``begin[k]:begin[k + 1]``.
        box: (c, 6) of each cell: least and greatest latitude and longitude, greatest variance and reach in time.
        reach: (a, 3) of each number of age and level: greatest variance; the earliest time that its reports reach back
            to; the earliest of this and all later numbers.
    """

    rows: Int
    place: Real
    first: Int
    names: Int
    begin: Int
    box: Real
    reach: Real

    @classmethod
    def of(cls, real: Real, code: Int, rows: Int, gate: float) -> Cells:
        """The cells of ``rows``."""
        keys, place = _placed(real, code, rows, gate)
        age = _ages(place[:, MIDDLE])
        keys += age << (GROUND_BITS + _LEVEL_BITS)
        order = np.lexsort((place[:, MIDDLE], keys))
        keys, place = keys[order], place[order]
        first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, np.int64)
        names, first = keys[first], np.append(first, len(keys))
        numbers = (int(age.max(initial=0)) + 1) << _LEVEL_BITS
        begin = np.searchsorted(names, np.arange(numbers + 1) << GROUND_BITS)
        box = _boxes(place, first)
        return cls(rows[order], place, first, names, begin, box, _reaches(place, first, begin, box))


def _ages(middle: Real) -> Int:
    """(n,) by time, so that about as many reports as :data:`_AGE_ROWS` are of one age."""
    if len(middle) <= _AGE_ROWS:
        return np.zeros(len(middle), np.int64)
    bounds = np.sort(middle)[_AGE_ROWS::_AGE_ROWS]
    return np.searchsorted(bounds, middle, "right").astype(np.int64)


def _reaches(place: Real, first: Int, begin: Int, box: Real) -> Real:
    """As :attr:`Cells.reach`; infinitely late where there is no cell."""
    out = np.full((len(begin) - 1, 3), np.inf)
    out[:, 0] = 0.0
    filled = np.flatnonzero(np.diff(begin))
    if len(filled):
        out[filled, 0] = np.maximum.reduceat(box[:, _MOST], begin[filled])
        back = place[first[:-1], MIDDLE] - box[:, _LONGEST]
        out[filled, 1] = np.minimum.reduceat(back, begin[filled])
    out[:, 2] = np.minimum.accumulate(out[::-1, 1])[::-1]
    return out


@compiled
def _placed(real: Real, code: Int, rows: Int, gate: float) -> tuple[Int, Real]:
    """Cell and place of each of ``rows``."""
    keys, out = np.empty(len(rows), np.int64), np.empty((len(rows), _COLUMNS))
    for n in range(len(rows)):
        i = rows[n]
        keys[n] = ground(real, code, i, gate)
        out[n, 0], out[n, 1] = 0.5 * (real[i, START] + real[i, END]), reach_s(real, i, gate)
        out[n, 2], out[n, 3], out[n, 4] = real[i, LAT], real[i, LON], real[i, COS]
        out[n, 5], out[n, 6] = max(real[i, EE], real[i, NN]), code[i, NAME]
    return keys, out


@compiled
def _boxes(place: Real, first: Int) -> Real:
    """What each cell holds at most."""
    out = np.empty((len(first) - 1, 6))
    for c in range(len(out)):
        at = first[c]
        out[c, 0] = out[c, 1] = place[at, 2]
        out[c, 2] = out[c, 3] = place[at, 3]
        out[c, 4], out[c, 5] = place[at, 5], place[at, 1]
        for n in range(at + 1, first[c + 1]):
            out[c, 0], out[c, 1] = min(out[c, 0], place[n, 2]), max(out[c, 1], place[n, 2])
            out[c, 2], out[c, 3] = min(out[c, 2], place[n, 3]), max(out[c, 3], place[n, 3])
            out[c, 4], out[c, 5] = max(out[c, 4], place[n, 5]), max(out[c, 5], place[n, 1])
    return out


@inner
def close(place: Real, i: int, j: int, gate: float) -> bool:
    """Whether reports i and j are to be compared at all: as :func:`~ceasewatch.fusion.grid.near`."""
    if abs(place[i, MIDDLE] - place[j, MIDDLE]) > place[i, REACH_S] + place[j, REACH_S]:
        return False
    if place[i, AREA] >= 0.0 or place[j, AREA] >= 0.0:
        same: bool = place[i, AREA] == place[j, AREA]
        return same
    dy = (place[j, 2] - place[i, 2]) * M_PER_DEG
    reach2 = gate * gate * (place[i, VAR] + place[j, VAR])
    if dy * dy > reach2:
        return False
    turn = place[j, 3] - place[i, 3]
    turn -= 360.0 * math.floor((turn + 180.0) / 360.0)
    dx = turn * 0.5 * (place[i, 4] + place[j, 4]) * M_PER_DEG
    within: bool = dx * dx + dy * dy <= reach2
    return within


@inner
def longer(values: Int) -> Int:
    """``values`` in an array twice as long."""
    out = np.empty(2 * len(values), np.int64)
    for n in range(len(values)):
        out[n] = values[n]
    return out


@inner
def longer_pairs(values: Int) -> Int:
    """``values`` in an array twice as long."""
    out = np.empty((2 * len(values), 2), np.int64)
    for n in range(len(values)):
        out[n, 0], out[n, 1] = values[n, 0], values[n, 1]
    return out


@inner
def _between(names: Int, low: int, high: int, start: int, end: int, out: Int, count: int) -> tuple[Int, int]:
    """Appends to ``out`` which of ``names[low:high]`` lie from ``start`` to ``end``."""
    top = high
    while low < high:
        middle = (low + high) // 2
        if names[middle] < start:
            low = middle + 1
        else:
            high = middle
    while low < top and names[low] <= end:
        if count == len(out):
            out = longer(out)
        out[count], count, low = low, count + 1, low + 1
    return out, count


@inner
def level_of(name: int) -> int:
    """Level of the cell of that name."""
    return (name >> GROUND_BITS) & ((1 << _LEVEL_BITS) - 1)


@inner
def beside(names: Int, begin: Int, box: Real, reach: Real, latest: float, c: int, gate: float) -> Int:
    """The cells from ``c`` on that may hold what is near its reports, of which the last is at ``latest``.

    Each two cells are met from the one that is named first.
    """
    count, out, own = 0, np.empty(32, np.int64), level_of(names[c])
    for at in range(names[c] >> GROUND_BITS, len(reach)):
        if reach[at, 2] > latest + box[c, _LONGEST]:
            break
        low, high = begin[at], begin[at + 1]
        if low == high or reach[at, 1] > latest + box[c, _LONGEST]:
            continue
        if (own == NAMED) != (level_of(names[low]) == NAMED):
            continue
        if own == NAMED:
            name = at << GROUND_BITS | names[c] & ((1 << GROUND_BITS) - 1)
            out, count = _between(names, max(c, low), high, name, name, out, count)
            continue
        size = size_m(level_of(names[low]))
        far = gate * math.sqrt(box[c, _MOST] + reach[at, 0])
        south, north = box[c, _SOUTH] - far / M_PER_DEG, box[c, _NORTH] + far / M_PER_DEG
        pole = min(89.9, max(abs(south), abs(north)))
        east = far / (M_PER_DEG * max(0.01, math.cos(math.radians(pole))))
        for line in range(max(0, line_of(south, size)), line_of(north, size) + 1):
            columns = columns_of(line, size)
            left = math.floor((box[c, _WEST] - east + 180.0) / 360.0 * columns)
            right = math.floor((box[c, _EAST] + east + 180.0) / 360.0 * columns)
            if right - left >= columns:
                left, right = 0, columns - 1
            turns = math.floor(left / columns)
            left, right = left - turns * columns, right - turns * columns
            while left <= right:  # once more from the first column, if it lies past the last one
                start, end = ground_key(at, line, left), ground_key(at, line, min(right, columns - 1))
                out, count = _between(names, max(c, low), high, start, end, out, count)
                left, right = 0, right - columns
    return out[:count]


@inner
def _since(place: Real, low: int, high: int, time: float) -> int:
    """The first report from ``low`` on, and before ``high``, of which the middle is not before ``time``."""
    while low < high:
        middle = (low + high) // 2
        if place[middle, MIDDLE] < time:
            low = middle + 1
        else:
            high = middle
    return low


@inner
def together(place: Real, first: Int, box: Real, c: int, d: int, gate: float, out: Int, count: int) -> tuple[Int, int]:
    """Appends to the first ``count`` of ``out`` (k, 2) the near pairs of cells c and d, places in :class:`Cells`."""
    if first[d + 1] - first[d] < first[c + 1] - first[c]:  # the shorter list is gone through, the longer searched
        c, d = d, c
    end, longest = first[d + 1], box[d, _LONGEST]
    for i in range(first[c], first[c + 1]):
        reach = place[i, REACH_S] + longest
        j = i + 1 if c == d else _since(place, first[d], end, place[i, MIDDLE] - reach)
        while j < end and place[j, MIDDLE] <= place[i, MIDDLE] + reach:
            if close(place, i, j, gate):
                if count == len(out):
                    out = longer_pairs(out)
                out[count, 0], out[count, 1] = i, j
                count += 1
            j += 1
    return out, count
