"""How far radio goes: line of sight over a smooth Earth of 4/3 radius (standard refraction; ITU-R P.310, P.834)."""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.geo.geodesic import EARTH_RADIUS_M
from ceasewatch.model.table import Real

_REFRACTION: Final = 4.0 / 3.0


def horizon_km(height_m: Real) -> Real:
    """(n,) distance of the radio horizon from an antenna ``height_m`` above ground: sqrt(2 k R h), 4.12 sqrt(h) km.

    Two antennas are in sight of each other up to the sum of their horizons.
    """
    return np.asarray(np.sqrt(2.0 * _REFRACTION * EARTH_RADIUS_M * np.maximum(height_m, 0.0)) / 1000.0, np.float64)
