"""Effort in first form: how long the observers that are posted in an area were working.

It does not say what share of the area they could see; that is the subject of the coverage package.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from ceasewatch.model import Coverage, CoverageState, TimeInterval
from ceasewatch.release.released import EffortState, ReleasedEffort

ADEQUATE: Final = 0.75
"""Share of the possible observer-hours that counts as adequate; our own convention, stated in every report."""


def effort(coverage: Iterable[Coverage], period: TimeInterval) -> list[ReleasedEffort]:
    """Effort by area, in order of the area's name; areas that no entry speaks of are absent (that is *unknown*)."""
    by_area: dict[str, list[Coverage]] = defaultdict(list)
    for entry in coverage:
        if _overlap_s(entry.interval, period) > 0:
            by_area[entry.area_name].append(entry)
    return [_area(name, entries, period) for name, entries in sorted(by_area.items())]


def _area(name: str, entries: Sequence[Coverage], period: TimeInterval) -> ReleasedEffort:
    seconds: dict[CoverageState, float] = defaultdict(float)
    for entry in entries:
        seconds[entry.state] += _overlap_s(entry.interval, period)
    observers = len({e.observer for e in entries})
    expected_s = observers * period.width_s
    return ReleasedEffort(
        area=name,
        state=_state(seconds, expected_s),
        observers=observers,
        expected_h=round(expected_s / 3600),
        hours=tuple((state.value, round(seconds[state] / 3600)) for state in CoverageState if seconds.get(state)),
    )


def _state(seconds: dict[CoverageState, float], expected_s: float) -> EffortState:
    if seconds[CoverageState.observing] >= ADEQUATE * expected_s:
        return EffortState.adequate
    if seconds[CoverageState.observing] + seconds[CoverageState.degraded] > 0:
        return EffortState.partial
    looked_away = seconds[CoverageState.denied] + seconds[CoverageState.down]
    return EffortState.none if looked_away >= ADEQUATE * expected_s else EffortState.unknown


def _overlap_s(interval: TimeInterval, period: TimeInterval) -> float:
    start, end = max(interval.start, period.start), min(interval.end, period.end)
    return max(0.0, (end - start).total_seconds())
