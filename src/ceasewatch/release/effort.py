"""Effort by area as a word: how long its observers worked and, where that can be told, what they would have seen.

*Adequate* asks for both: at least 75% of the possible observer-hours, and a probability of at least 80% that one
explosion would have been seen (:data:`SEEN`). Where an observer's place is not known the second cannot be told; the
word then rests on hours alone, and says so (:class:`ceasewatch.release.released.Basis`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Protocol

from ceasewatch.model import Coverage, CoverageState, TimeInterval
from ceasewatch.release.released import Basis, EffortState, ReleasedEffort

ADEQUATE: Final = 0.75
"""Share of the possible observer-hours that counts as adequate; our own convention, stated in every report."""

SEEN: Final = 0.8
"""Probability of being seen that counts as adequate ("very likely"); our own convention, stated in every report."""

NOT_TOLD: Final[Mapping[str, float]] = MappingProxyType({})


class Detecting(Protocol):
    """Tells what would have been seen in the areas of a mission."""

    def p_seen(self, coverage: Sequence[Coverage], period: TimeInterval, /) -> Mapping[str, float]:
        """Probability that one explosion would have been seen, by area; areas of which it cannot be told are absent."""
        ...


def effort(
    coverage: Iterable[Coverage], period: TimeInterval, p_seen: Mapping[str, float] = NOT_TOLD
) -> list[ReleasedEffort]:
    """Effort by area, in order of the area's name; areas that no entry speaks of are absent (that is *unknown*).

    Args:
        coverage: intervals as recorded.
        period: that the effort is of.
        p_seen: by area, as :class:`Detecting` tells it.
    """
    by_area: dict[str, list[Coverage]] = defaultdict(list)
    for entry in coverage:
        if _overlap_s(entry.interval, period) > 0:
            by_area[entry.area_name].append(entry)
    return [_area(name, entries, period, p_seen.get(name)) for name, entries in sorted(by_area.items())]


def _area(name: str, entries: Sequence[Coverage], period: TimeInterval, p_seen: float | None) -> ReleasedEffort:
    seconds: dict[CoverageState, float] = defaultdict(float)
    for entry in entries:
        seconds[entry.state] += _overlap_s(entry.interval, period)
    observers = len({e.observer for e in entries})
    expected_s = observers * period.width_s
    return ReleasedEffort(
        area=name,
        state=_state(seconds, expected_s, p_seen),
        basis=Basis.hours if p_seen is None else Basis.detectability,
        observers=observers,
        expected_h=round(expected_s / 3600),
        hours=tuple((state.value, round(seconds[state] / 3600)) for state in CoverageState if seconds.get(state)),
    )


def _state(seconds: dict[CoverageState, float], expected_s: float, p_seen: float | None) -> EffortState:
    if seconds[CoverageState.observing] >= ADEQUATE * expected_s and (p_seen is None or p_seen >= SEEN):
        return EffortState.adequate
    if seconds[CoverageState.observing] + seconds[CoverageState.degraded] > 0:
        return EffortState.partial
    looked_away = seconds[CoverageState.denied] + seconds[CoverageState.down]
    return EffortState.none if looked_away >= ADEQUATE * expected_s else EffortState.unknown


def _overlap_s(interval: TimeInterval, period: TimeInterval) -> float:
    start, end = max(interval.start, period.start), min(interval.end, period.end)
    return max(0.0, (end - start).total_seconds())
