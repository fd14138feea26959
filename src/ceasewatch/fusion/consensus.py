"""When something happened, where the clocks of those who saw it disagree.

Marzullo's algorithm (K. Marzullo, S. Owicki, "Maintaining the time in a distributed system", 1985): the moments that
the largest number of intervals hold. Each origin has one vote, however many reports copy it. Where several stretches
have equally many votes, from the first of them to the last: two clocks that disagree do not tell which is right.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.fusion.entries import Entries
from ceasewatch.model.table import Int

VOTE: Final = 1 << 20
"""Votes are added as whole parts of this, so that the sum does not depend on the order."""
SLACK: Final = VOTE >> 10
"""Thirds do not add up to a whole: sums that differ by less are equal."""


def agreed(start_us: Int, end_us: Int, e: Entries, incidents: Int) -> tuple[Int, Int]:
    """Start and end of what most origins of each incident share, microseconds.

    Args:
        start_us: of each entry of ``e``; ``end_us`` likewise, included.
        end_us: see there.
        e: entries, by incident.
        incidents: indices of the incidents that are asked for, ascending.
    """
    entry = np.flatnonzero(np.isin(e.incident, incidents))
    at = np.concatenate([start_us[entry], end_us[entry]])
    closes = np.repeat([0, 1], len(entry))
    of = np.tile(e.incident[entry], 2)
    vote = np.round(e.weight[entry] * VOTE).astype(np.int64)
    order = np.lexsort((closes, at, of))
    at, of = at[order], of[order]
    votes = np.cumsum(np.concatenate([vote, -vote])[order])
    begin = np.flatnonzero(np.append(True, of[1:] != of[:-1]))
    most = np.repeat(np.maximum.reduceat(votes, begin), np.diff(np.append(begin, len(of))))
    top = np.flatnonzero(votes >= most - SLACK)
    low, high = np.searchsorted(of[top], incidents, "left"), np.searchsorted(of[top], incidents, "right") - 1
    return at[top[low]], at[top[high] + 1]
