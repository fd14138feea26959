"""What a copy keeps of a report, as log odds of *one story* against *two stories of one neighbourhood*.

Who copies a report keeps its kind and its weapon, mostly its number, and the length of its time: the interval is read
again within minutes, or becomes a part of the day. The place is read again within hundreds of metres, or looked up
anew, now and then under the wrong name. Two writers who do not copy agree in kind or day, seldom in all of this.

Each part is a weight of evidence (I. J. Good, "Probability and the Weighing of Evidence", 1950): together they are one
logistic regression on pairs of writers' reports of the world ``tuning-front``, smoothed and held within limits, so that
no single disagreement decides.
"""

from __future__ import annotations

import math
from typing import Final

from ceasewatch.model.compiled import inner

BASE: Final = -0.35
RATE: Final = 0.55
"""Weight of the logarithm of the rate of other stories (per km2 and day): many neighbours, more chance agreement."""
VAGUE_S: Final = 4.0 * 3600.0
"""Longer intervals are parts of a day."""
EQUAL_S: Final = 90.0
OTHER_KIND: Final = -9.0
SLIP: Final = -4.5
"""What copies do not change, but for slips."""


@inner
def between(x: float, x0: float, y0: float, x1: float, y1: float) -> float:
    """The line through two points, at x, level outside them."""
    return y0 + (y1 - y0) * min(1.0, max(0.0, (x - x0) / (x1 - x0)))


@inner
def _sharp(off_min: float) -> float:
    """Two moments of equal length, so far off."""
    if off_min < 10.0:
        return between(off_min, 1.0, 4.9, 10.0, 2.7)
    near, far = between(off_min, 10.0, 2.7, 16.0, -1.0), between(off_min, 16.0, 0.0, 30.0, -12.0)
    return near + far + between(off_min, 30.0, 0.0, 90.0, -5.0)


@inner
def interval_weight(start: float, end: float, other_start: float, other_end: float) -> float:
    """Of two intervals, in seconds."""
    length, other = end - start, other_end - other_start
    early, late = abs(start - other_start), abs(end - other_end)
    gap = max(start, other_start) - min(end, other_end)
    if max(length, other) < VAGUE_S:
        return _sharp(max(early, late) / 60.0) if abs(length - other) < EQUAL_S else -3.4
    if min(length, other) < VAGUE_S:
        return between(gap, -300.0, -0.1, 0.0, -3.2) + between(gap, 0.0, 0.0, 7200.0, -3.0)
    if max(early, late) < 1200.0:
        return between(max(early, late), 720.0, 3.0, 1200.0, 1.8)
    one_edge = 1.3 if min(early, late) < 750.0 else -4.2
    return one_edge if gap < 0.0 else -5.5


@inner
def place_weight(km: float) -> float:
    """Of so far a distance between the two places."""
    if km < 2.0:
        return between(km, 0.3, 3.5, 2.0, 1.8)
    return between(km, 2.0, 1.8, 6.0, -0.6) + between(km, 6.0, 0.0, 16.0, -2.1) + between(km, 20.0, 0.0, 50.0, -3.0)


@inner
def count_weight(log_count: float, other: float) -> float:
    """Of two counts (natural logarithms; NaN where none was told), of things that are counted alike."""
    if math.isnan(log_count) or math.isnan(other):
        return -1.4 if math.isnan(log_count) and math.isnan(other) else -2.6
    return min(3.1, 1.5 * log_count - 0.7) if log_count == other else -1.8


@inner
def delay_weight(hours: float) -> float:
    """Of so much time between the two reports."""
    return between(math.log(max(hours, 0.1)), 0.0, 0.8, 3.0, -1.5)


@inner
def weapon_weight(weapon: int, other: int, none: int) -> float:
    """Of two weapons; ``none`` where none was told."""
    if weapon != other:
        return SLIP
    return 0.0 if weapon == none else 1.7
