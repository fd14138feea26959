"""The contact line as a path on the ground: from distance along it and across it to coordinates and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ceasewatch.model.table import Int, Real
from ceasewatch.observers.offsets import moved, offset_m


@dataclass(frozen=True, slots=True)
class Front:
    """A polyline.

    Attributes:
        lat, lon: (v,) vertices, degrees.
        at_m: (v,) distance of each vertex from the first, metres.
        east, north: (v - 1,) unit vector of each stretch.
    """

    lat: Real
    lon: Real
    at_m: Real
    east: Real
    north: Real

    @classmethod
    def through(cls, path: Real) -> Front:
        """The line through (v, 2) vertices: latitude, longitude in degrees."""
        lat, lon = np.asarray(path, np.float64).T
        east, north = offset_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
        length = np.hypot(east, north)
        at = np.concatenate([[0.0], np.cumsum(length)])
        return cls(lat=lat, lon=lon, at_m=at, east=east / length, north=north / length)

    @property
    def length_m(self) -> float:
        """Length of the line in metres."""
        return float(self.at_m[-1])

    def place(self, along_m: Real, across_m: Real) -> tuple[Real, Real]:
        """Coordinates of points so far along the line and so far to its left (negative: to its right)."""
        along = np.mod(along_m, self.length_m)
        i: Int = np.clip(np.searchsorted(self.at_m, along, side="right") - 1, 0, len(self.east) - 1)
        on = along - self.at_m[i]
        east = on * self.east[i] - across_m * self.north[i]
        north = on * self.north[i] + across_m * self.east[i]
        return moved(self.lat[i], self.lon[i], east, north)
