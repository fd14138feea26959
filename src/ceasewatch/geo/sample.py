"""Points that stand for an uncertain place: deterministic, evenly spread, in the proportions of its distribution.

The sequence is Roberts' R4 (additive recurrence on the generalised golden ratio), shifted by the seed. A probability
that is estimated as a share of n such points is off by about log(n)**4 / n at worst and much less in practice.
"""

from __future__ import annotations

import math
from typing import Final, assert_never

import numpy as np
import shapely

from ceasewatch.geo.bearings import arcs_deg
from ceasewatch.geo.geodesic import Real, densify, destination, distance_m, from_plane
from ceasewatch.geo.moments import CHI2_95, HORIZON_M, polygons_of, ranges_m, ring_degrees
from ceasewatch.geo.shape import shape_of
from ceasewatch.model.place import Area, Line, Place, Point, Sector, UnknownPlace

_DIMENSIONS: Final = 4
_GOLDEN: Final = 1.1673039782614187
"""Root of x**5 = x + 1."""

_LINE_STEP_M: Final = 500.0


def sample_points(place: Place, n: int, seed: int = 0, horizon_m: float = HORIZON_M) -> tuple[Real, Real] | None:
    """``n`` points of the distribution of ``place``; the same for the same arguments.

    Args:
        place: a point is Gaussian (``covariance``, or ``radius_m`` that holds 95%); a sector is uniform over its area,
            with a Gaussian error of its origin; an area is uniform over its area; a line uniform along its length, and
            over a disc of the buffer around each of its points.
        n: number of points.
        seed: shifts the sequence.
        horizon_m: farthest range of a sector without one; an assumption.

    Returns:
        (latitudes, longitudes), each (n,); ``None`` where the place has no geometry.
    """
    u = _sequence(n, seed)
    match place:
        case Point():
            return _point(place, u)
        case Sector():
            return _sector(place, u, horizon_m)
        case Area():
            return _area(place, u)
        case Line():
            return _line(place, u)
        case UnknownPlace():
            return None
        case _:
            assert_never(place)


def _sequence(n: int, seed: int) -> Real:
    """(n, 4) in [0, 1)."""
    steps = _GOLDEN ** -np.arange(1.0, _DIMENSIONS + 1.0)
    shift = np.random.default_rng(seed).random(_DIMENSIONS)
    return np.mod(shift + np.arange(1, n + 1)[:, None] * steps, 1.0)


def _normal(u: Real) -> tuple[Real, Real]:
    """Two independent standard normal columns from two uniform ones (Box and Muller)."""
    radius, angle = np.sqrt(-2.0 * np.log1p(-u[:, 0])), 2.0 * np.pi * u[:, 1]
    return radius * np.sin(angle), radius * np.cos(angle)


def _point(place: Point, u: Real) -> tuple[Real, Real]:
    a, b = _normal(u)
    c = place.covariance
    if c is None:
        sigma = place.radius_m / math.sqrt(CHI2_95)
        return from_plane(place.at.lat_deg, place.at.lon_deg, sigma * a, sigma * b)
    along = math.sqrt(c.ee_m2)
    across = c.en_m2 / along if along else 0.0
    rest = math.sqrt(max(0.0, c.nn_m2 - across**2))
    return from_plane(place.at.lat_deg, place.at.lon_deg, along * a, across * a + rest * b)


def _sector(place: Sector, u: Real, horizon_m: float) -> tuple[Real, Real]:
    near, far = ranges_m(place, horizon_m)
    radius = np.sqrt(near**2 + u[:, 0] * (far**2 - near**2))
    low, high = np.array(arcs_deg(place.bearings)).T
    ends = np.cumsum(high - low)
    turned = u[:, 1] * ends[-1]
    arc = np.minimum(np.searchsorted(ends, turned, side="right"), len(ends) - 1)
    bearing = high[arc] - (ends[arc] - turned)
    a, b = _normal(u[:, 2:])
    sigma = place.origin_radius_m / math.sqrt(CHI2_95)
    lat, lon = from_plane(place.origin.lat_deg, place.origin.lon_deg, sigma * a, sigma * b)
    return destination(lat, lon, bearing, radius)


def _area(place: Area, u: Real) -> tuple[Real, Real] | None:
    """Triangles of the outline, chosen by their area on the sphere; uniform within each."""
    shape = shape_of(place)
    if shape is None:
        return None
    if shape.area == 0:
        centre = polygons_of(place).centroid
        return np.full(len(u), centre.y), np.full(len(u), centre.x)
    pieces = [t for p in shapely.get_parts(shape) for t in shapely.get_parts(shapely.constrained_delaunay_triangles(p))]
    corners = shapely.get_coordinates(pieces).reshape(-1, 4, 2)[:, :3]
    (ax, ay), (bx, by), (cx, cy) = (corners[:, i].T for i in range(3))
    weight = np.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) * np.cos(np.radians((ay + by + cy) / 3))
    ends = np.cumsum(weight)
    chosen = np.minimum(np.searchsorted(ends, u[:, 0] * ends[-1], side="right"), len(ends) - 1)
    root = np.sqrt(u[:, 1])
    mix = np.column_stack([1 - root, root * (1 - u[:, 2]), root * u[:, 2]])[:, :, None]
    lon, lat = (corners[chosen] * mix).sum(axis=1).T
    return lat, lon


def _line(place: Line, u: Real) -> tuple[Real, Real]:
    path = ring_degrees(place.path)
    lat, lon = densify(path[:, 1], path[:, 0], _LINE_STEP_M)
    ends = np.concatenate([[0.0], np.cumsum(distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]))])
    at = u[:, 0] * ends[-1]
    unwrapped = np.unwrap(lon, period=360.0)
    on_lat, on_lon = np.interp(at, ends, lat), np.interp(at, ends, unwrapped)
    return destination(on_lat, on_lon, 360.0 * u[:, 2], place.buffer_m * np.sqrt(u[:, 1]))
