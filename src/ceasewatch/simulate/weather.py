"""Light, weather and interference of a world: by stretch of the line and by day, the same for all observers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.model.table import Int, Real
from ceasewatch.model.time import to_us
from ceasewatch.observers.conditions import Conditions, night_at
from ceasewatch.observers.events import Events
from ceasewatch.simulate.process import DAY_US
from ceasewatch.simulate.world import World

STRETCHES: Final = 10
"""Parts of the line, by longitude, that have weather of their own."""
_STORMY: Final = 0.08
"""Share of (stretch, day) pairs with thunder; assumed."""


@dataclass(frozen=True, slots=True)
class Weather:
    """(STRETCHES, days) arrays; ``west`` and ``width`` (degrees of longitude) say which stretch a place is in."""

    begin_us: int
    west: float
    width: float
    wind_ms: Real
    wind_to_deg: Real
    visibility_m: Real
    cloud: Real
    jammed: Real
    thunder: Real

    def at(self, events: Events) -> Conditions:
        """The conditions of each event."""
        cell = self.cell(events.lon, events.start_us)
        names = ("wind_ms", "wind_to_deg", "visibility_m", "cloud", "jammed", "thunder")
        night = night_at(events.lat, events.lon, events.start_us)
        return Conditions(night=night, **{name: getattr(self, name)[cell] for name in names})

    def cell(self, lon: Real, time_us: Int) -> tuple[Int, Int]:
        """Stretch and day of places and times; what lies outside is given the nearest."""
        stretch = np.clip((lon - self.west) / self.width * STRETCHES, 0, STRETCHES - 1).astype(np.int64)
        return stretch, np.clip((time_us - self.begin_us) // DAY_US, 0, self.cloud.shape[1] - 1)

    def mean(self) -> Conditions:
        """Over all places and days, for what has no time of its own."""
        return Conditions(night=0.5, thunder=float(self.thunder.mean()), burning=0.2, cloud=float(self.cloud.mean()))


def weather(world: World, days: int, rng: np.random.Generator) -> Weather:
    """Weather of so many days; all distributions assumed."""
    lon = np.array([p[1] for p in world.land.path])
    shape = (STRETCHES, days)
    return Weather(
        begin_us=to_us(world.start),
        west=float(lon.min()),
        width=float(np.ptp(lon)),
        wind_ms=rng.weibull(2.0, shape) * 5.0,
        wind_to_deg=rng.uniform(0.0, 360.0, shape),
        visibility_m=np.clip(20e3 * np.exp(rng.normal(-0.3, 0.8, shape)), 300.0, 50e3),
        cloud=rng.beta(0.7, 0.9, shape),
        jammed=np.where(rng.random(shape) < world.jamming_share, 0.8, 0.0),
        thunder=np.where(rng.random(shape) < _STORMY, rng.random(shape), 0.0),
    )
