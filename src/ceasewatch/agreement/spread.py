"""Points that stand for an uncertain place, with equal weights."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.geo.geodesic import to_plane
from ceasewatch.geo.sample import sample_points
from ceasewatch.model.table import PLACE_KINDS, IncidentTable, Int, Real

SAMPLES: Final = 64
Points = NDArray[np.float32]
"""One number for each point of each place: half the room, and 1e-7 is fine enough."""
_POINT: Final = PLACE_KINDS.index("point")


def spread(incidents: IncidentTable, rows: Int) -> tuple[Real, Real]:
    """(m, SAMPLES) points of each place on the plane of its centre, metres east and north.

    A Gaussian as a golden-angle spiral of equal probabilities; sectors and areas by :mod:`ceasewatch.geo.sample`.
    """
    a, b = _spiral()
    ee, en, nn = (c[rows][:, None] for c in (incidents.var_ee, incidents.var_en, incidents.var_nn))
    along = np.sqrt(ee)
    across = np.where(along > 0, en / np.where(along > 0, along, 1.0), 0.0)
    px, py = along * a, across * a + np.sqrt(np.maximum(0.0, nn - across**2)) * b
    first = incidents.members.row[incidents.members.offsets[rows]]
    shaped = (incidents.reports[rows] == 1) & (incidents.observations.place_kind[first] != _POINT)
    for k in np.flatnonzero(shaped).tolist():
        points = sample_points(incidents.observations.rows[first[k]].place, SAMPLES)
        if points is not None:
            px[k], py[k] = to_plane(incidents.lat[rows[k]], incidents.lon[rows[k]], *points)
    return px, py


def _spiral() -> tuple[Real, Real]:
    k = np.arange(SAMPLES)
    radius = np.sqrt(-2.0 * np.log1p(-(k + 0.5) / SAMPLES))
    angle = k * np.pi * (3.0 - np.sqrt(5.0))
    return radius * np.cos(angle), radius * np.sin(angle)
