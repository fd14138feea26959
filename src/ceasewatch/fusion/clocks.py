"""By how much one feed's clock is behind another's, from what both tell of, not knowing what belongs together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Int, Real

_ROUNDS: Final = 20
_TENTH_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Offset:
    """How much later one feed gives the same moments than the other.

    Attributes:
        offset_s: median of the lateness, seconds; positive if the second feed is late.
        error_s: one standard error of it.
        spread_s: half of the range that holds the middle half of the lateness.
        pairs: number of coincidences beyond chance that it rests on.
    """

    offset_s: float
    error_s: float
    spread_s: float
    pairs: float


def offset(first_key: Int, first_us: Int, second_key: Int, second_us: Int, *, window_s: float = 3600.0) -> Offset:
    """Robust offset between two feeds that tell of the same moments, some of which either of them misses.

    All differences of equal key within the window are a peak of true pairs on a flat ground of chance ones. The ground
    is measured where it is lowest, at either end of the window, and taken off; what is left has a median. The window
    is laid around that median until it stays.

    Args:
        first_key: (n,) what each moment is of (an area); only equal keys are compared.
        first_us: (n,) microseconds.
        second_key: (m,) likewise.
        second_us: (m,).
        window_s: half of the window, seconds.

    Raises:
        DataError: no two moments lie within the window, or no more than chance brings together.
    """
    late = _differences(first_key, first_us, second_key, second_us, 3 * window_s)
    middle = 0.0
    for _ in range(_ROUNDS):
        before = middle
        middle, low, high, pairs = _quartiles(late, middle, window_s)
        if abs(middle - before) < _TENTH_S:
            break
    spread = (high - low) / 2
    return Offset(middle, 1.2533 * spread / 0.6745 / pairs**0.5, spread, pairs)


def _differences(a_key: Int, a_us: Int, b_key: Int, b_us: Int, reach_s: float) -> Real:
    """Sorted seconds from each first moment to each second moment of the same key within reach."""
    names = np.unique(np.concatenate([a_key, b_key]), return_inverse=True)[1]
    a_of, b_of = names[: len(a_key)], names[len(a_key) :]
    order = np.lexsort((b_us, b_of))
    b_of, moment = b_of[order], b_us[order]
    found = []
    for key in np.unique(a_of):
        mine, theirs = np.sort(a_us[a_of == key]), moment[b_of == key]
        low = np.searchsorted(theirs, mine - int(reach_s * 1e6))
        high = np.searchsorted(theirs, mine + int(reach_s * 1e6), side="right")
        count = high - low
        at = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
        found.append((theirs[at] - np.repeat(mine, count)) / 1e6)
    return np.sort(np.concatenate([*found, np.zeros(0)]))


def _quartiles(late: Real, middle: float, window_s: float) -> tuple[float, float, float, float]:
    """Median, quartiles and number of what lies above the flat ground, within the window around ``middle``."""
    inside = late[np.abs(late - middle) <= window_s]
    tenth = window_s / 5
    ends = [np.sum(inside < middle - window_s + tenth), np.sum(inside > middle + window_s - tenth)]
    ground = float(min(ends)) / tenth
    above = np.arange(1, len(inside) + 1) - ground * (inside - (middle - window_s))
    total = float(above[-1]) if len(inside) else 0.0
    if total < 1.0:
        raise DataError(
            "the two feeds have no moments in common beyond chance",
            todo="are they of the same area and time? or widen the window",
        )
    rising = np.maximum.accumulate(above)
    low, half, high = (float(inside[np.searchsorted(rising, q * total)]) for q in (0.25, 0.5, 0.75))
    return half, low, high, total
