"""First two moments of an uncertain place: the Gaussian that stands for it where the cores compute.

Equations, in the equidistant plane around the place's own origin:

* point with radius r95: variance r95**2 / -2 ln(0.05) on each axis (95% of a circular Gaussian lies within r95);
* sector, uniform over the area between ranges a and b and over its arcs of bearings:
  E[r] = 2/3 (a**2 + ab + b**2) / (a + b), E[r**2] = (a**2 + b**2) / 2;
* area: uniform over its outline; line: uniform along its length, and over a disc of the buffer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, assert_never

import numpy as np
import shapely

from ceasewatch.geo.bearings import arcs_deg
from ceasewatch.geo.geodesic import Real, bearing_deg, densify, distance_m, from_plane, to_plane
from ceasewatch.model.errors import DataError
from ceasewatch.model.place import Area, Line, Place, Point, Ring, Sector, UnknownPlace

CHI2_95: Final = -2.0 * math.log(0.05)
"""Quantile 0.95 of chi-squared with two degrees of freedom, 5.99."""

HORIZON_M: Final = 15_000
"""Assumed farthest range of a sector for which the source gave none: about how far explosions are heard."""

_LINE_STEP_M = 500.0


@dataclass(frozen=True, slots=True)
class Gaussian:
    """Centre in degrees and covariance in square metres on the local east-north plane; a variance may be 0."""

    lat: float
    lon: float
    var_ee: float
    var_en: float
    var_nn: float


def gaussian(place: Place, horizon_m: float = HORIZON_M) -> Gaussian | None:
    """Moments of ``place``; ``None`` where it has no geometry (unknown, or a unit whose outline is not at hand).

    Args:
        place: any place.
        horizon_m: farthest range of a sector without one; an assumption, not something that was reported.
    """
    match place:
        case Point():
            return _point(place)
        case Sector():
            return _sector(place, horizon_m)
        case Area():
            return _area(place)
        case Line():
            return _line(place)
        case UnknownPlace():
            return None
        case _:
            assert_never(place)


def _point(place: Point) -> Gaussian:
    at, c = place.at, place.covariance
    if c is not None:
        return Gaussian(at.lat_deg, at.lon_deg, c.ee_m2, c.en_m2, c.nn_m2)
    variance = place.radius_m**2 / CHI2_95
    return Gaussian(at.lat_deg, at.lon_deg, variance, 0.0, variance)


def ranges_m(place: Sector, horizon_m: float = HORIZON_M) -> tuple[float, float]:
    """Nearest and farthest range of a sector; the farthest is assumed where the source gave none."""
    near = float(place.range_from_m)
    if place.range_to_m is None:
        return near, max(float(horizon_m), near)
    return near, float(place.range_to_m)


def _sector(place: Sector, horizon_m: float) -> Gaussian:
    near, far = ranges_m(place, horizon_m)
    total = near + far
    mean_r = 2.0 / 3.0 * (near * near + near * far + far * far) / total if total else 0.0
    mean_r2 = (near * near + far * far) / 2.0
    sin, cos, sin2, sincos = _direction_moments(arcs_deg(place.bearings))
    east, north = mean_r * sin, mean_r * cos
    noise = place.origin_radius_m**2 / CHI2_95
    covariance = np.array(
        [
            [mean_r2 * sin2 - east * east + noise, mean_r2 * sincos - east * north],
            [0.0, mean_r2 * (1.0 - sin2) - north * north + noise],
        ]
    )
    return _at(place.origin.lat_deg, place.origin.lon_deg, east, north, covariance)


def _direction_moments(arcs: tuple[tuple[float, float], ...]) -> tuple[float, float, float, float]:
    """E[sin b], E[cos b], E[sin**2 b], E[sin b cos b] for a bearing uniform over the arcs."""
    low, high = np.radians(np.array(arcs)).T
    width = float((high - low).sum())
    return (
        float((np.cos(low) - np.cos(high)).sum()) / width,
        float((np.sin(high) - np.sin(low)).sum()) / width,
        float(((high - low) / 2 - (np.sin(2 * high) - np.sin(2 * low)) / 4).sum()) / width,
        float(((np.sin(high) ** 2 - np.sin(low) ** 2) / 2).sum()) / width,
    )


def _at(lat0: float, lon0: float, east: float, north: float, covariance: Real) -> Gaussian:
    """A Gaussian given in the plane around (lat0, lon0), moved to the frame of its own centre."""
    lat, lon = from_plane(lat0, lon0, east, north)
    turn = 0.0
    if math.hypot(east, north) > 1.0:
        onward = float(bearing_deg(lat, lon, lat0, lon0)) + 180.0
        turn = math.radians(onward) - math.atan2(east, north)
    c, s = math.cos(turn), math.sin(turn)
    rotation = np.array([[c, s], [-s, c]])
    full = np.array([[covariance[0, 0], covariance[0, 1]], [covariance[0, 1], covariance[1, 1]]])
    turned = rotation @ full @ rotation.T
    return Gaussian(float(lat), float(lon), float(turned[0, 0]), float(turned[0, 1]), float(turned[1, 1]))


def ring_degrees(ring: Ring) -> Real:
    """(n, 2) longitude and latitude."""
    return np.array([(p.lon_e7, p.lat_e7) for p in ring], np.float64) / 1e7


def polygons_of(place: Area) -> shapely.MultiPolygon:
    """The outline in degrees, as the source drew it: sides straight in the longitude-latitude plane.

    Raises:
        DataError: a side is longer than 180 degrees of longitude, so it must mean the other way round.
    """
    drawn = [[ring_degrees(r) for r in rings] for rings in place.polygons]
    if any(np.abs(np.diff(r[:, 0])).max(initial=0.0) > 180.0 for rings in drawn for r in rings):
        raise DataError("the outline crosses the antimeridian", todo="cut it there into two polygons (RFC 7946, 3.1.9)")
    return shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in drawn])


def _area(place: Area) -> Gaussian | None:
    if not place.polygons:
        return None
    shape = polygons_of(place)
    lon0, lat0 = shapely.get_coordinates(shape)[0]
    first = _area_around(shape, lat0, lon0)
    return _area_around(shape, first.lat, first.lon)


def _area_around(shape: shapely.MultiPolygon, lat0: float, lon0: float) -> Gaussian:
    """Moments computed in the plane around (lat0, lon0), which is the truer the nearer that is to the centre."""
    flat = shapely.transform(shape, lambda c: np.column_stack(to_plane(lat0, lon0, c[:, 1], c[:, 0])))
    total = np.zeros(6)
    for polygon in shapely.get_parts(flat):
        total += _positive(polygon.exterior) - sum(map(_positive, polygon.interiors), np.zeros(6))
    if total[0] <= 0:
        return Gaussian(float(lat0), float(lon0), 0.0, 0.0, 0.0)
    east, north, ee, en, nn = total[1:] / total[0]
    covariance = np.array([[ee - east * east, en - east * north], [0.0, nn - north * north]])
    return _at(lat0, lon0, float(east), float(north), covariance)


def _positive(ring: shapely.LinearRing) -> Real:
    """Integrals of 1, x, y, x**2, xy, y**2 over what the ring encloses, whichever way it turns (Green's formulas)."""
    sums = _ring_moments(shapely.get_coordinates(ring))
    return sums if sums[0] >= 0 else -sums


def _ring_moments(xy: Real) -> Real:
    (x0, y0), (x1, y1) = xy[:-1].T, xy[1:].T
    cross = x0 * y1 - x1 * y0
    return np.array(
        [
            cross.sum() / 2,
            ((x0 + x1) * cross).sum() / 6,
            ((y0 + y1) * cross).sum() / 6,
            ((x0 * x0 + x0 * x1 + x1 * x1) * cross).sum() / 12,
            ((x0 * y1 + 2 * x0 * y0 + 2 * x1 * y1 + x1 * y0) * cross).sum() / 24,
            ((y0 * y0 + y0 * y1 + y1 * y1) * cross).sum() / 12,
        ]
    )


def _line(place: Line) -> Gaussian:
    path = ring_degrees(place.path)
    lat, lon = densify(path[:, 1], path[:, 0], _LINE_STEP_M)
    lat0, lon0 = float(lat[len(lat) // 2]), float(lon[len(lon) // 2])
    weight = distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    if weight.sum() <= 0:
        weight = np.ones_like(weight)
    east, north = to_plane(lat0, lon0, lat, lon)
    middle = np.column_stack([(east[:-1] + east[1:]) / 2, (north[:-1] + north[1:]) / 2])
    mean = np.average(middle, axis=0, weights=weight)
    off = middle - mean
    covariance = (off * weight[:, None]).T @ off / weight.sum() + np.eye(2) * place.buffer_m**2 / 4.0
    return _at(lat0, lon0, float(mean[0]), float(mean[1]), covariance)
