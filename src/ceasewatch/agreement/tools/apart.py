"""How far lines and zones lie apart, as geodesics run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely

from ceasewatch.agreement.places import Figure, Version
from ceasewatch.agreement.scene import Ground
from ceasewatch.agreement.terms import Term
from ceasewatch.geo.geodesic import densify, distance_to_line_m
from ceasewatch.model.table import Real

_SURE: Final = 3.0
"""Standard deviations of both drawn figures that must lie between them."""
_STEP_M: Final = 2_000.0


def apart(a: Term, b: Term, ground: Ground) -> bool:
    """Whether a place in zone ``a`` can never satisfy ``b``, a zone or the band along a line, in any version."""
    one, other = ground.boundary(a), ground.boundary(b)
    pairs = list(_at_one_time(one.figure, other.figure))
    return all(gap_m(v, w) > other.within_m + _SURE * (v.sigma_m + w.sigma_m) for v, w in pairs)


def gap_m(a: Version, b: Version) -> float:
    """Between two figures in metres; 0 where they touch or one lies in the other. Good to 2 km of curvature."""
    if shapely.intersects(shape(a), shape(b)):
        return 0.0
    return float(min(distances_m(a, b).min(), distances_m(b, a).min()))


def distances_m(a: Version, b: Version) -> Real:
    """Of points along ``a`` from the line or outline ``b``."""
    lat, lon = densify(a.lat, a.lon, _STEP_M)
    return np.asarray(distance_to_line_m(lat, lon, b.lat, b.lon), np.float64)


def shape(v: Version) -> shapely.Geometry:
    """In degrees; a zone is a polygon."""
    points = np.column_stack([v.lon, v.lat])
    closed = len(points) > 3 and bool((points[0] == points[-1]).all())
    return shapely.Polygon(points) if closed else shapely.LineString(points)


def _at_one_time(a: Figure, b: Figure) -> Iterator[tuple[Version, Version]]:
    for v in a.versions:
        yield from ((v, w) for w in b.versions if v.from_us < w.to_us and w.from_us < v.to_us)
