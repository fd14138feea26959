"""Sets of bearings as disjoint arcs, so that a direction that is named twice does not count twice."""

from __future__ import annotations

from collections.abc import Sequence

from ceasewatch.model.place import FULL_CIRCLE_CDEG, BearingRange

FULL_CIRCLE = (0.0, 360.0)


def arcs_deg(bearings: Sequence[BearingRange]) -> tuple[tuple[float, float], ...]:
    """Disjoint arcs (from, to) in degrees, 0 <= from < 360, from < to <= from + 360; a full circle for no bearing."""
    if not bearings or any(b.width_cdeg == FULL_CIRCLE_CDEG for b in bearings):
        return (FULL_CIRCLE,)
    spans = sorted((b.from_cdeg, b.from_cdeg + b.width_cdeg) for b in bearings)
    merged = [spans[0]]
    for low, high in spans[1:]:
        if low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return _close(merged)


def _close(merged: list[tuple[int, int]]) -> tuple[tuple[float, float], ...]:
    """Join arcs that run past north with those that lie there."""
    while len(merged) > 1 and merged[-1][1] - FULL_CIRCLE_CDEG >= merged[0][0]:
        low, high = merged[-1]
        first_high = merged.pop(0)[1] + FULL_CIRCLE_CDEG
        merged[-1] = (low, max(high, first_high))
    if merged[0][1] - merged[0][0] >= FULL_CIRCLE_CDEG:
        return (FULL_CIRCLE,)
    return tuple((low / 100.0, high / 100.0) for low, high in merged)


def holds(bearings: Sequence[BearingRange], bearing_deg: float, slack_deg: float = 0.0) -> bool:
    """Whether ``bearing_deg`` lies in one of the ranges or within ``slack_deg`` of it; all do if there is no range."""
    widened = ((low - slack_deg, high - low + 2 * slack_deg) for low, high in arcs_deg(bearings))
    return any(width >= 360.0 or (bearing_deg - low) % 360.0 <= width for low, width in widened)
