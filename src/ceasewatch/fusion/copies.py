"""Whether two writers tell one story: copied fields, where words and addresses do not tell.

Who copies a report copies its fields: the kind, the weapon, mostly the number; the moment to the second, unless it was
made vaguer; the coordinates, unless the place was looked up anew. Independent writers agree in none of these exactly.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ceasewatch.fusion.likelihood import M_PER_DEG, NEVER, in_interval, log_counts
from ceasewatch.fusion.packed import BEST, COS, COUNT, COUNTED, ECHO, END, LAT, LON, START, STORY_RATE, WEAPON, WRITES
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import Int, Real

_SAME_KIND: Final = 1.2
_OTHER_KIND: Final = -4.0
_SAME_WEAPON: Final = 1.8
_OTHER_WEAPON: Final = -3.0
_SAME_COUNT_P: Final = 0.6
_EXACT_P: Final = 0.3
_EXACT_S: Final = 2.0
_CLOCK_S: Final = 300.0
_EQUAL_P: Final = 0.3
_EQUAL_KM2: Final = 1.0
_LOOKED_P: Final = 0.4
_LOOKED_KM: Final = 1.3
_FAR_KM: Final = 5.0
_DAY_S: Final = 86_400.0
_NO_WEAPON: Final = 0.2
_COUNT_VAR: Final = 0.25
_PLACE_PEAK: Final = -0.9
"""Not below what :func:`_place` gives at most."""


@compiled
def _time(real: Real, i: int, j: int) -> float:
    same = real[i, START] == real[j, START] and real[i, START] % 60.0 != 0.0
    same = same or (real[i, END] == real[j, END] and real[i, END] % 60.0 != 0.0)
    if same:
        return math.log(_EXACT_P * _DAY_S / _EXACT_S)
    if real[i, END] - real[i, START] < real[j, END] - real[j, START]:
        i, j = j, i
    short = real[j, END] - real[j, START]
    at = 0.5 * (real[j, START] + real[j, END])
    start, end = real[i, START] + 0.5 * short, real[i, END] - 0.5 * short
    return math.log((1.0 - _EXACT_P) * _DAY_S * in_interval(start, end, at, _CLOCK_S**2) + 1e-9)


@compiled
def _place(real: Real, i: int, j: int) -> float:
    dy = (real[j, LAT] - real[i, LAT]) * M_PER_DEG / 1000.0
    turn = real[j, LON] - real[i, LON]
    turn -= 360.0 * math.floor((turn + 180.0) / 360.0)
    dx = turn * 0.5 * (real[i, COS] + real[j, COS]) * M_PER_DEG / 1000.0
    squared = dx * dx + dy * dy
    total = _EQUAL_P / _EQUAL_KM2 if squared == 0.0 else 0.0
    total += _LOOKED_P * math.exp(-0.5 * squared / _LOOKED_KM**2) / (2.0 * math.pi * _LOOKED_KM**2)
    rest = 1.0 - _EQUAL_P - _LOOKED_P
    return math.log(total + rest * math.exp(-0.5 * squared / _FAR_KM**2) / (2.0 * math.pi * _FAR_KM**2) + 1e-9)


@compiled
def _counts(a: float, b: float, numbers: Real) -> float:
    if a != b:
        return math.log(1.0 - _SAME_COUNT_P) + log_counts(numbers[0], numbers[1], a, _COUNT_VAR, b, _COUNT_VAR)
    off = a - numbers[0]
    often = math.exp(-0.5 * off * off / numbers[1] - a) / math.sqrt(2.0 * math.pi * numbers[1])
    return math.log(_SAME_COUNT_P / min(0.4, max(often, 0.005)))


@compiled
def copy_odds(real: Real, code: Int, numbers: Real, weapons: Real, i: int, j: int, cut: float) -> float:
    """Log odds that writers i and j tell one story; at most ``cut`` where it is not above."""
    if code[i, WRITES] == 0 or code[j, WRITES] == 0:
        return NEVER
    rate = 0.5 * (real[i, STORY_RATE] + real[j, STORY_RATE])
    total = (_SAME_KIND if code[i, BEST] == code[j, BEST] else _OTHER_KIND) - rate
    none = len(weapons) - 1
    if code[i, WEAPON] != code[j, WEAPON]:
        total += _OTHER_WEAPON
    else:
        total += _SAME_WEAPON if code[i, WEAPON] != none else _NO_WEAPON
    if code[i, ECHO] >= 0 and code[i, ECHO] == code[j, ECHO]:
        total += numbers[10]
    if code[i, COUNTED] == code[j, COUNTED] and not (np.isnan(real[i, COUNT]) or np.isnan(real[j, COUNT])):
        total += _counts(real[i, COUNT], real[j, COUNT], numbers)
    total += _time(real, i, j)
    if total + _PLACE_PEAK < cut:
        return total + _PLACE_PEAK
    return max(total + _place(real, i, j), NEVER)
