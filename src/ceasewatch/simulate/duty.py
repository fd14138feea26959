"""When each observer is at work: hours, days off, outages and denials; and the coverage entries that say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.coverage import Coverage
from ceasewatch.model.ids import ObserverId
from ceasewatch.model.place import Point, Position
from ceasewatch.model.table import OBSERVER_KINDS, Int, Real
from ceasewatch.model.time import TimeInterval, TimeSense, from_us
from ceasewatch.model.values import CoverageState, ObserverKind
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate.process import DAY_US
from ceasewatch.simulate.world import Deployment, World

Flags = NDArray[np.bool_]
_TURNED_BACK: Final = [OBSERVER_KINDS.index(k) for k in (ObserverKind.patrol, ObserverKind.uav)]
_LOGGED: Final = [
    OBSERVER_KINDS.index(ObserverKind(k))
    for k in ("patrol", "post", "camera", "uav", "acoustic", "infrasound", "seismic")
]
"""Kinds of observers whose work is logged; nobody logs when an outlet or a resident was looking."""
_HOUR_US: Final = DAY_US // 24
_RADIUS_M: Final = 5_000


@dataclass(frozen=True, slots=True)
class Duty:
    """Of m sites on d days; times in microseconds since local midnight.

    Attributes:
        begin_us: local midnight of day 0.
        up, denied: (m, d).
        opens, closes: (m,) hours of duty; ``closes`` may lie on the next day.
        fails, works: (m, d) an outage from, to, within the calendar day; equal where there is none.
    """

    begin_us: int
    up: Flags
    denied: Flags
    opens: Real
    closes: Real
    fails: Real
    works: Real

    def at_work(self, site: Int, time_us: Int) -> Flags:
        """(n,) whether a site was at work at a time."""
        day, at = np.divmod(time_us - self.begin_us, DAY_US)
        before = np.clip(day - 1, 0, self.up.shape[1] - 1)
        today = np.clip(day, 0, self.up.shape[1] - 1)
        working = self.up & ~self.denied
        on = (at >= self.opens[site]) & (at < self.closes[site]) & working[site, today]
        late = (at + DAY_US < self.closes[site]) & (day > 0) & working[site, before]
        out = (at >= self.fails[site, today]) & (at < self.works[site, today])
        here: Flags = (on & ~out) | late
        return here


def duty(
    world: World, deployments: list[Deployment], sites: Sites, begin_us: int, days: int, rng: np.random.Generator
) -> Duty:
    """Rosters, outages and denials.

    Args:
        world: with the shares of outages and denials.
        deployments: (m,) of each site.
        sites: m of them.
        begin_us: local midnight of the first day.
        days: how many.
        rng: source of chance.
    """
    m = len(sites)
    opens = np.array([d.hours[0] for d in deployments]) * _HOUR_US
    closes = np.array([d.hours[1] for d in deployments]) * _HOUR_US
    up = rng.random((m, days)) < np.array([d.up for d in deployments])[:, None]
    broken = rng.random((m, days)) < world.outage_share
    fails = rng.random((m, days)) * DAY_US
    lasts = np.minimum(rng.exponential(6.0, (m, days)) * _HOUR_US, DAY_US - fails) * broken
    turned_back = np.isin(sites.kind, _TURNED_BACK)[:, None] & (rng.random((m, days)) < world.denial_share)
    return Duty(
        begin_us, up, turned_back, opens, np.where(closes <= opens, closes + DAY_US, closes), fails, fails + lasts
    )


def coverage(duty: Duty, sites: Sites) -> Iterator[Coverage]:
    """What the observers' logs say: one entry for each stretch of time of each site and day."""
    for s in np.flatnonzero(np.isin(sites.kind, _LOGGED)).tolist():
        place = Point(at=Position.of(float(sites.lat[s]), float(sites.lon[s])), radius_m=_RADIUS_M)
        for d in range(duty.up.shape[1]):
            for start, end, state, why in _stretches(duty, s, d):
                yield Coverage(
                    observer=ObserverId(str(sites.ids[s])),
                    observer_kind=OBSERVER_KINDS[sites.kind[s]],
                    interval=_interval(duty.begin_us + d * DAY_US, start, end),
                    state=state,
                    place=place,
                    degraded_by=why,
                )


def _interval(midnight_us: int, start: float, end: float) -> TimeInterval:
    return TimeInterval(
        start=from_us(midnight_us + int(start)), end=from_us(midnight_us + int(end)), sense=TimeSense.throughout
    )


def _stretches(duty: Duty, site: int, day: int) -> list[tuple[float, float, CoverageState, tuple[str, ...]]]:
    opens, closes = float(duty.opens[site]), float(duty.closes[site])
    if not duty.up[site, day]:
        return [(opens, closes, CoverageState.down, ())]
    if duty.denied[site, day]:
        return [(opens, closes, CoverageState.denied, ("denial",))]
    fails = min(max(float(duty.fails[site, day]), opens), closes)
    works = min(max(float(duty.works[site, day]), opens), closes)
    parts = [
        (opens, fails, CoverageState.observing, ()),
        (fails, works, CoverageState.down, ("outage",)),
        (works, closes, CoverageState.observing, ()),
    ]
    return [part for part in parts if part[1] - part[0] >= 1e6]
