"""Effort by area as a word: how long its observers worked and, where that can be told, what they would have seen.

*Adequate* asks for both: at least 75% of the possible observer-hours, and a probability of at least 80% that one
explosion would have been seen (:data:`SEEN`). Where an observer's place is not known the second cannot be told; the
word then rests on hours alone, and says so (:class:`ceasewatch.release.released.Basis`).

An hour of an observer counts once: where entries overlap, as the state in which it saw least. Whoever has no post of
their own (press, parties, social media) does not watch, whatever the log says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Protocol

from ceasewatch.model import Coverage, CoverageState, TimeInterval, to_us
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
    hours = _hours(coverage, period)
    return [_area(name, by_observer, period, p_seen.get(name)) for name, by_observer in sorted(hours.items())]


_Seconds = dict[str, dict[CoverageState, float]]


def _hours(coverage: Iterable[Coverage], period: TimeInterval) -> dict[str, _Seconds]:
    """By area and observer with a post: seconds in each state, no moment twice."""
    from ceasewatch.coverage import ledger, resolved
    from ceasewatch.coverage.ledger import STATES

    mine = [c for c in coverage if c.interval.start < period.end and period.start < c.interval.end]
    found: dict[str, _Seconds] = {c.area_name: {} for c in mine}
    written = ledger(mine)
    once = resolved(written).within(to_us(period.start), to_us(period.end))
    for area, observer in zip(written.area[written.posted], written.observer[written.posted], strict=True):
        found[area].setdefault(observer, defaultdict(float))
    for area, observer, state, hours, posted in zip(
        once.area, once.observer, once.state, once.hours, once.posted, strict=True
    ):
        if posted:
            found[area][observer][STATES[state]] += 3600.0 * float(hours)
    return found


def _area(name: str, by_observer: _Seconds, period: TimeInterval, p_seen: float | None) -> ReleasedEffort:
    seconds = defaultdict[CoverageState, float](float)
    for states in by_observer.values():
        for state, of_state in states.items():
            seconds[state] += of_state
    observers = len(by_observer)
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
    if not expected_s:
        return EffortState.unknown
    if seconds[CoverageState.observing] >= ADEQUATE * expected_s and (p_seen is None or p_seen >= SEEN):
        return EffortState.adequate
    if seconds[CoverageState.observing] + seconds[CoverageState.degraded] > 0:
        return EffortState.partial
    looked_away = seconds[CoverageState.denied] + seconds[CoverageState.down]
    return EffortState.none if looked_away >= ADEQUATE * expected_s else EffortState.unknown
