"""Prior probability of a violation in each cell, from where some were seen and where anybody would have seen them.

The rate of a cell is Gamma-Poisson: (events near it + a) / (days in which one would have been seen + b) a day. A cell
that nobody watched keeps the prior rate a / b: it is not thought safe because nothing was heard from it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.coverage.maps import Grid
from ceasewatch.geo.geodesic import EARTH_RADIUS_M
from ceasewatch.model.table import Real

REACH_M: Final = 3_000.0
"""Standard deviation over which a violation tells about its surroundings; assumed."""

PRIOR_EVENTS: Final = 0.1
PRIOR_DAYS: Final = 10.0
"""One violation in a hundred days in a cell of which nothing is known; assumed."""


def risk(cells: Grid, lat: Real, lon: Real, watched_days: Real, days: float = 1.0) -> Real:
    """(cells,) probability of at least one violation in the next ``days``.

    Args:
        cells: c places.
        lat: (k,) of past violations, degrees.
        lon: (k,).
        watched_days: (cells,) sum over past days of the probability that a violation there would have been seen.
        days: length of the period to come.
    """
    rate = (_near(cells, lat, lon) + PRIOR_EVENTS) / (watched_days + PRIOR_DAYS)
    return np.asarray(-np.expm1(-rate * days))


def _near(cells: Grid, lat: Real, lon: Real) -> Real:
    """(cells,) violations, each spread over the cells around it with weights that sum to 1."""
    if not len(lat):
        return np.zeros(len(cells))
    north = np.radians(cells.lat[None, :] - lat[:, None])
    east = np.radians(cells.lon[None, :] - lon[:, None]) * np.cos(np.radians(lat))[:, None]
    away2 = (north**2 + east**2) * (EARTH_RADIUS_M / REACH_M) ** 2
    weight = np.exp(-0.5 * (away2 - away2.min(axis=1, keepdims=True)))
    share = weight / weight.sum(axis=1, keepdims=True)
    return np.asarray((share * (away2.min(axis=1) < 9.0)[:, None]).sum(axis=0))
