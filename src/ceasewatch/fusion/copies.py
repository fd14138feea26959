"""Whether two writers tell one story, by what their reports say: where words and addresses do not tell.

The weights of evidence are those of :mod:`ceasewatch.fusion.echo.retelling`, against the rate of other stories.
"""

from __future__ import annotations

import math
from typing import Final

from ceasewatch.fusion.echo.retelling import (
    BASE,
    OTHER_KIND,
    RATE,
    SLIP,
    count_weight,
    delay_weight,
    interval_weight,
    place_weight,
    weapon_weight,
)
from ceasewatch.fusion.likelihood import M_PER_DEG, NEVER
from ceasewatch.fusion.packed import (
    BEST,
    CLASS,
    COS,
    COUNT,
    COUNTED,
    ECHO,
    END,
    LAT,
    LON,
    REPORTED,
    SENSE,
    START,
    STORY_RATE,
    WEAPON,
    WORDED,
    WRITES,
)
from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int, Real

_PLACE_PEAK: Final = 3.5
"""Not below what a place gives at most."""


@inner
def _km(real: Real, i: int, j: int) -> float:
    dy = (real[j, LAT] - real[i, LAT]) * M_PER_DEG / 1000.0
    turn = real[j, LON] - real[i, LON]
    turn -= 360.0 * math.floor((turn + 180.0) / 360.0)
    dx = turn * 0.5 * (real[i, COS] + real[j, COS]) * M_PER_DEG / 1000.0
    return math.sqrt(dx * dx + dy * dy)


@compiled
def copy_odds(real: Real, code: Int, weapons: Real, numbers: Real, i: int, j: int, cut: float) -> float:
    """Log odds that writers i and j tell one story; at most ``cut`` where it is not above."""
    if code[i, WRITES] == 0 or code[j, WRITES] == 0 or code[i, CLASS] != code[j, CLASS]:
        return NEVER
    total = BASE - 0.5 * RATE * (real[i, STORY_RATE] + real[j, STORY_RATE])
    total += OTHER_KIND if code[i, BEST] != code[j, BEST] else 0.0
    total += SLIP if code[i, SENSE] != code[j, SENSE] else 0.0
    total += weapon_weight(code[i, WEAPON], code[j, WEAPON], len(weapons) - 1)
    if code[i, ECHO] >= 0 and code[i, ECHO] == code[j, ECHO]:
        total += numbers[10]
    elif code[i, WORDED] == 1 and code[j, WORDED] == 1:
        total -= numbers[12]
    if code[i, COUNTED] == code[j, COUNTED]:
        total += count_weight(real[i, COUNT], real[j, COUNT])
    total += delay_weight(abs(real[i, REPORTED] - real[j, REPORTED]) / 3600.0)
    total += interval_weight(real[i, START], real[i, END], real[j, START], real[j, END])
    if total + _PLACE_PEAK < cut:
        result: float = total + _PLACE_PEAK
    else:
        result = max(total + place_weight(_km(real, i, j)), NEVER)
    return result
