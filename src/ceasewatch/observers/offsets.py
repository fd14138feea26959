"""Small differences of place, vectorised: metres east and north on WGS 84, and back."""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.model.table import Real

_A_M: Final = 6_378_137.0
_E2: Final = 0.00669437999014


def _radii(lat: Real) -> tuple[Real, Real]:
    """Metres for each radian of longitude and of latitude."""
    phi = np.radians(lat)
    w = 1.0 - _E2 * np.sin(phi) ** 2
    return _A_M * np.cos(phi) / np.sqrt(w), _A_M * (1.0 - _E2) / w**1.5


def offset_m(lat: Real, lon: Real, to_lat: Real, to_lon: Real) -> tuple[Real, Real]:
    """(east, north) in metres from one place to another; radii at the middle latitude. Good to 1e-4 within 100 km."""
    east, north = _radii((lat + to_lat) / 2.0)
    turn = np.mod(to_lon - lon + 180.0, 360.0) - 180.0
    return east * np.radians(turn), north * np.radians(to_lat - lat)


def moved(lat: Real, lon: Real, east_m: Real, north_m: Real) -> tuple[Real, Real]:
    """(lat, lon) that lies ``east_m`` and ``north_m`` from a place; the inverse of :func:`offset_m` to a millimetre.

    What goes over a pole comes down on the other side. Within some 100 km of a pole no plane fits.
    """
    to_lat = lat + np.degrees(north_m / _radii(lat)[1])
    for _ in range(3):
        to_lat = lat + np.degrees(north_m / _radii((lat + to_lat) / 2.0)[1])
    to_lon = lon + np.degrees(east_m / np.maximum(_radii((lat + to_lat) / 2.0)[0], 1.0))
    over = np.abs(to_lat) > 90.0
    to_lat = np.where(over, np.sign(to_lat) * 180.0 - to_lat, to_lat)
    return to_lat, np.mod(to_lon + np.where(over, 360.0, 180.0), 360.0) - 180.0
