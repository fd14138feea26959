"""Light, weather and interference under which something happens."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceasewatch.model.table import Real

Scalar = float | Real
"""One value for all events, or (n,) one for each."""

_DAY_US: Final = 86_400_000_000
_J2000_US: Final = 946_728_000_000_000


@dataclass(frozen=True, slots=True)
class Conditions:
    """What degrades observers: scalars, or (n,) arrays with one value for each event.

    Attributes:
        night: 0 day to 1 dark.
        wind_ms, wind_to_deg: wind near the ground, and the bearing *towards* which it blows.
        visibility_m: meteorological visibility (Koschmieder, contrast 2%).
        cloud: covered share of the sky, 0..1.
        inversion: -1 (strong lapse, sunny afternoon) to 1 (strong temperature inversion, clear calm night): bends sound
            up or down.
        veff_ratio: effective sound speed at 50 km height over that at the ground, along the path of infrasound.
        jammed: 0..1 share of radio and navigation signals lost.
        thunder, fireworks, burning: 0..1 how much there is of each to be mistaken for something else.
        available: share of the time in which the observer works at all (outage, denial): scalar, (n,) or (n, m).
    """

    night: Scalar = 0.0
    wind_ms: Scalar = 0.0
    wind_to_deg: Scalar = 0.0
    visibility_m: Scalar = 20_000.0
    cloud: Scalar = 0.0
    inversion: Scalar = 0.0
    veff_ratio: Scalar = 1.0
    jammed: Scalar = 0.0
    thunder: Scalar = 0.0
    fireworks: Scalar = 0.0
    burning: Scalar = 0.0
    available: Scalar = 1.0

    @classmethod
    def calm(cls) -> Self:
        """A clear, calm day on which everything works."""
        return cls()

    def of(self, n: int) -> Self:
        """The same with every attribute as (n,); ``available`` as (n,) or (n, m)."""
        return replace(self, **{f.name: _rows(getattr(self, f.name), n) for f in fields(self)})

    def take(self, rows: NDArray[Any]) -> Self:
        """The conditions of the events ``rows``; scalars stay scalars."""
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(self, **{name: value if np.ndim(value) == 0 else value[rows] for name, value in given.items()})


def _rows(value: Scalar, n: int) -> Real:
    array = np.asarray(value, np.float64)
    return array if array.ndim == 2 else np.ascontiguousarray(np.broadcast_to(array, (n,)))


def sun_elevation_deg(lat: ArrayLike, lon: ArrayLike, time_us: ArrayLike) -> Real:
    """Elevation of the sun's centre without refraction, good to about 0.1 degree between 1950 and 2050.

    Low-precision solar coordinates of the Astronomical Almanac (section C): mean longitude and anomaly, equation of the
    centre in two terms.
    """
    days = (np.asarray(time_us, np.int64) - _J2000_US) / _DAY_US
    anomaly = np.radians(357.528 + 0.9856003 * days)
    longitude = np.radians(280.460 + 0.9856474 * days + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    obliquity = np.radians(23.439 - 4e-7 * days)
    ascension = np.arctan2(np.cos(obliquity) * np.sin(longitude), np.cos(longitude))
    declination = np.arcsin(np.sin(obliquity) * np.sin(longitude))
    sidereal = np.radians(280.46062 + 360.98564737 * days + np.asarray(lon, np.float64))
    phi, hour = np.radians(np.asarray(lat, np.float64)), sidereal - ascension
    up = np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.cos(hour)
    return np.asarray(np.degrees(np.arcsin(np.clip(up, -1.0, 1.0))), np.float64)


def night_at(lat: ArrayLike, lon: ArrayLike, time_us: ArrayLike) -> Real:
    """How dark it is: 0 while the sun is up, 1 from the end of nautical twilight (-12 degrees), linear between.

    Args:
        lat: degrees, any shape that broadcasts.
        lon: degrees.
        time_us: microseconds since 1970 UTC.
    """
    return np.clip(-sun_elevation_deg(lat, lon, time_us) / 12.0, 0.0, 1.0)
