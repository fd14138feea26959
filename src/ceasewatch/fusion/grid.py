"""Where a report lies in the index: cells as large as what it may reach, by level of how sharp it is.

The index never decides. Reports i and j are compared if :func:`near` says so; the cells only make sure that every such
pair is met. One integer names a cell: level, line (of latitude), column (of longitude, as many as the line needs), and
slice of time. What is compared by name has a level of its own and its name in the place of line and column.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ceasewatch.fusion.likelihood import M_PER_DEG
from ceasewatch.fusion.packed import CLOCK2, CLOCK_FACTOR2, COS, EE, END, LAT, LON, NAME, NN, START
from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int, Real

REACH_M: Final = np.array([2_500.0, 6_000.0, 15_000.0, 300_000.0])
"""Upper bounds of how far a report of each level of place reaches."""
REACH_S: Final = np.array([1_800.0, 7_200.0, 20_000.0, 100_000.0, 700_000.0])
"""Upper bounds of how far a report of each level of time reaches from its middle."""
CELL: Final = 2.0
"""Size of a cell as a multiple of the reach."""
NAMED: Final = len(REACH_M) * len(REACH_S)
"""Level of what is compared by name."""
LEVELS: Final = NAMED + 1

_TIMES: Final = len(REACH_S)
_SLICE_BITS: Final = 24
_EPOCH: Final = 1 << 22
"""Slice of 1970."""
_COLUMN_BITS: Final = 17
_LINE_BITS: Final = 16
GROUND_BITS: Final = _LINE_BITS + _COLUMN_BITS
"""Of the name of a cell of the ground, those below its level."""
_TAIL_SIGMAS: Final = 1.5
_TAIL_S: Final = 900.0
"""Clocks that are far off are looked for up to here."""


@inner
def reach_m(real: Real, i: int, gate: float) -> float:
    """How far report i reaches on the ground."""
    return gate * math.sqrt(max(real[i, EE], real[i, NN]))


@inner
def reach_s(real: Real, i: int, gate: float) -> float:
    """How far report i reaches to either side of the middle of its interval."""
    clock = math.sqrt(real[i, CLOCK2])
    tail = min(_TAIL_SIGMAS * math.sqrt(real[i, CLOCK_FACTOR2]) * clock, _TAIL_S)
    result: float = 0.5 * (real[i, END] - real[i, START]) + max(gate * clock, tail)
    return result


@inner
def level(real: Real, code: Int, i: int, gate: float) -> int:
    """The sharpest level of place and time that holds report i."""
    if code[i, NAME] >= 0:
        return NAMED
    space, time = 0, 0
    reach = reach_m(real, i, gate)
    while space < len(REACH_M) - 1 and reach > REACH_M[space]:
        space += 1
    reach = reach_s(real, i, gate)
    while time < _TIMES - 1 and reach > REACH_S[time]:
        time += 1
    return space * _TIMES + time


@inner
def size_m(at: int) -> float:
    """Size of the cells of level ``at``, which is not that of names."""
    result: float = CELL * REACH_M[at // _TIMES]
    return result


@inner
def ground_key(at: int, line: int, column: int) -> int:
    """One integer for the cell of the ground (level, line, column), of all times."""
    return (at << _LINE_BITS | line) << _COLUMN_BITS | column


@inner
def ground(real: Real, code: Int, i: int, gate: float) -> int:
    """The cell of the ground of report i, on its own level."""
    at = level(real, code, i, gate)
    if at == NAMED:
        return ground_key(at, 0, code[i, NAME] & ((1 << _COLUMN_BITS) - 1))
    line = line_of(real[i, LAT], size_m(at))
    columns = columns_of(line, size_m(at))
    return ground_key(at, line, math.floor((real[i, LON] + 180.0) / 360.0 * columns) % columns)


@compiled
def near(real: Real, code: Int, i: int, j: int, gate: float) -> bool:
    """Whether the two are to be compared at all."""
    apart = 0.5 * abs(real[i, START] + real[i, END] - real[j, START] - real[j, END])
    if apart > reach_s(real, i, gate) + reach_s(real, j, gate):
        return False
    if code[i, NAME] >= 0 or code[j, NAME] >= 0:
        same: bool = code[i, NAME] == code[j, NAME]
        return same
    dy = (real[j, LAT] - real[i, LAT]) * M_PER_DEG
    turn = real[j, LON] - real[i, LON]
    turn -= 360.0 * math.floor((turn + 180.0) / 360.0)
    dx = turn * 0.5 * (real[i, COS] + real[j, COS]) * M_PER_DEG
    reach2 = max(real[i, EE], real[i, NN]) + max(real[j, EE], real[j, NN])
    within: bool = dx * dx + dy * dy <= gate * gate * reach2
    return within


@inner
def line_of(lat: float, size_m: float) -> int:
    """Line of the grid with cells of that size."""
    return math.floor((lat + 90.0) * M_PER_DEG / size_m)


@inner
def columns_of(line: int, size_m: float) -> int:
    """How many columns that line has: each at least ``size_m`` wide at its end towards the pole."""
    edge = max(abs(line * size_m / M_PER_DEG - 90.0), abs((line + 1) * size_m / M_PER_DEG - 90.0))
    return max(1, int(360.0 * M_PER_DEG * math.cos(math.radians(min(edge, 89.9))) / size_m))


@inner
def slice_of(seconds: float, size_s: float) -> int:
    """Slice of time."""
    return min(max(math.floor(seconds / size_s) + _EPOCH, 0), (1 << _SLICE_BITS) - 1)


@inner
def key_of(at: int, line: int, column: int, piece: int) -> int:
    """One integer for the cell (level, line, column, slice)."""
    return (((at << _LINE_BITS | line) << _COLUMN_BITS) | column) << _SLICE_BITS | piece


@inner
def cell(real: Real, code: Int, i: int, gate: float) -> int:
    """The cell of report i, on its own level."""
    at = level(real, code, i, gate)
    time = _TIMES - 1 if at == NAMED else at % _TIMES
    piece = slice_of(0.5 * (real[i, START] + real[i, END]), CELL * REACH_S[time])
    if at == NAMED:
        return key_of(at, 0, code[i, NAME] & ((1 << _COLUMN_BITS) - 1), piece)
    size = CELL * REACH_M[at // _TIMES]
    line = line_of(real[i, LAT], size)
    columns = columns_of(line, size)
    return key_of(at, line, math.floor((real[i, LON] + 180.0) / 360.0 * columns) % columns, piece)


@inner
def span(real: Real, code: Int, i: int, at: int, gate: float) -> tuple[int, int, int, int]:
    """First and last line and slice of the cells of level ``at`` that may hold what is near report i."""
    named = at == NAMED
    time = _TIMES - 1 if named else at % _TIMES
    middle = 0.5 * (real[i, START] + real[i, END])
    reach = reach_s(real, i, gate) + REACH_S[time]
    size_s = CELL * REACH_S[time]
    early, late = slice_of(middle - reach, size_s), slice_of(middle + reach, size_s)
    if named or code[i, NAME] >= 0:
        return 0, 0 if named == (code[i, NAME] >= 0) else -1, early, late
    size = CELL * REACH_M[at // _TIMES]
    north = math.sqrt(reach_m(real, i, gate) ** 2 + REACH_M[at // _TIMES] ** 2) / M_PER_DEG
    return max(0, line_of(real[i, LAT] - north, size)), line_of(real[i, LAT] + north, size), early, late


@inner
def across(real: Real, code: Int, i: int, at: int, line: int, gate: float) -> tuple[int, int, int]:
    """First and last column of that line, and how many columns it has; columns are counted on past the last one."""
    if at == NAMED:
        own = code[i, NAME] & ((1 << _COLUMN_BITS) - 1)
        return own, own, 1 << _COLUMN_BITS
    size = CELL * REACH_M[at // _TIMES]
    far = math.sqrt(reach_m(real, i, gate) ** 2 + REACH_M[at // _TIMES] ** 2)
    columns = columns_of(line, size)
    cos = max(0.01, math.cos(math.radians(min(89.9, abs(real[i, LAT]) + far / M_PER_DEG))))
    east = far / (M_PER_DEG * cos)
    first = math.floor((real[i, LON] - east + 180.0) / 360.0 * columns)
    last = math.floor((real[i, LON] + east + 180.0) / 360.0 * columns)
    return first, min(last, first + columns - 1), columns
