"""Whether two writers tell one story, by what their reports say: where words and addresses do not tell.

Who copies a report keeps its kind, its weapon and mostly its number; the time is read again within minutes, or made
vaguer; the place is read again within hundreds of metres, or looked up anew, now and then under the wrong name.
Independent writers agree less well than that. All shares and scales are chosen on the world ``tuning-front``.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ceasewatch.fusion.likelihood import M_PER_DEG, NEVER, in_interval, log_counts
from ceasewatch.fusion.packed import BEST, COS, COUNT, COUNTED, ECHO, END, LAT, LON, START, STORY_RATE, WEAPON, WRITES
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import Int, Real

_SAME_KIND_P: Final = 0.97
_OTHER_KIND: Final = -4.0
_SAME_WEAPON: Final = 1.8
_NO_WEAPON: Final = 0.2
_OTHER_WEAPON: Final = -3.0
_SAME_COUNT_P: Final = 0.75
_COUNT_VAR: Final = 0.25
_CLOCK2: Final = 300.0**2
_VAGUE_S: Final = 7200.0
_OFF_P: Final = 0.05
_OFF_S: Final = 6.0 * 3600.0
_KM: Final = (0.6, 1.5, 5.0, 20.0)
_KM_P: Final = (0.35, 0.4, 0.2, 0.05)
_PLACE_PEAK: Final = -1.6
"""Not below what :func:`_place` gives at most."""
_DAY_S: Final = 86_400.0


@compiled
def _time(real: Real, i: int, j: int) -> float:
    if real[i, END] - real[i, START] < real[j, END] - real[j, START]:
        i, j = j, i
    short = real[j, END] - real[j, START]
    at = 0.5 * (real[j, START] + real[j, END])
    half, variance = 0.5 * short, _CLOCK2
    if short > _VAGUE_S:  # a part of the day: equal ends say no more than that
        half, variance = 0.0, _CLOCK2 + short * short / 12.0
    density = (1.0 - _OFF_P) * in_interval(real[i, START] + half, real[i, END] - half, at, variance)
    return math.log((density + _OFF_P * in_interval(real[i, START], real[i, END], at, _OFF_S**2)) * _DAY_S)


@compiled
def _place(real: Real, i: int, j: int) -> float:
    dy = (real[j, LAT] - real[i, LAT]) * M_PER_DEG / 1000.0
    turn = real[j, LON] - real[i, LON]
    turn -= 360.0 * math.floor((turn + 180.0) / 360.0)
    dx = turn * 0.5 * (real[i, COS] + real[j, COS]) * M_PER_DEG / 1000.0
    squared, total = dx * dx + dy * dy, 1e-12
    for k in range(4):
        total += _KM_P[k] * math.exp(-0.5 * squared / _KM[k] ** 2) / (2.0 * math.pi * _KM[k] ** 2)
    return math.log(total)


@compiled
def _counts(a: float, b: float, numbers: Real) -> float:
    if a != b:
        return math.log(1.0 - _SAME_COUNT_P) + log_counts(numbers[0], numbers[1], a, _COUNT_VAR, b, _COUNT_VAR)
    off = a - numbers[0]
    often = math.exp(-0.5 * off * off / numbers[1] - a) / math.sqrt(2.0 * math.pi * numbers[1])
    return math.log(_SAME_COUNT_P / min(0.4, max(often, 0.005)))


@compiled
def copy_odds(real: Real, code: Int, prior: Real, weapons: Real, numbers: Real, i: int, j: int, cut: float) -> float:
    """Log odds that writers i and j tell one story; at most ``cut`` where it is not above."""
    if code[i, WRITES] == 0 or code[j, WRITES] == 0:
        return NEVER
    total = -0.5 * (real[i, STORY_RATE] + real[j, STORY_RATE])
    if code[i, BEST] == code[j, BEST]:
        total += math.log(_SAME_KIND_P / max(0.05, prior[code[i, BEST]]))
    else:
        total += _OTHER_KIND
    if code[i, WEAPON] != code[j, WEAPON]:
        total += _OTHER_WEAPON
    else:
        total += _SAME_WEAPON if code[i, WEAPON] != len(weapons) - 1 else _NO_WEAPON
    if code[i, ECHO] >= 0 and code[i, ECHO] == code[j, ECHO]:
        total += numbers[10]
    if code[i, COUNTED] == code[j, COUNTED] and not (np.isnan(real[i, COUNT]) or np.isnan(real[j, COUNT])):
        total += _counts(real[i, COUNT], real[j, COUNT], numbers)
    total += _time(real, i, j)
    if total + _PLACE_PEAK < cut:
        result: float = total + _PLACE_PEAK
    else:
        result = max(total + _place(real, i, j), NEVER)
    return result
