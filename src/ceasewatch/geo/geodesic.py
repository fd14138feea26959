"""Geodesics on the WGS 84 ellipsoid (Karney 2013, as in pyproj's ``Geod``), vectorised.

Arguments broadcast against each other like numpy's; results are float64 arrays (0-dimensional for scalar arguments).
Latitudes and longitudes in degrees, bearings in degrees clockwise from true north, lengths in metres.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod
from shapely import MultiPolygon, Polygon

Real = NDArray[np.float64]

GEOD: Final = Geod(ellps="WGS84")
EARTH_RADIUS_M: Final = 6_371_008.8
"""Mean radius, for bounds and starting values only."""

_FOOT_ITERATIONS = 6
_FOOT_CLOSE_M = 1e-4
_BLOCK = 1_000_000


def _inverse(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> tuple[Real, Real]:
    """Bearing at the first point and distance."""
    arrays = np.broadcast_arrays(*(np.asarray(a, np.float64) for a in (lat1, lon1, lat2, lon2)))
    a_lat, a_lon, b_lat, b_lon = (np.array(a).ravel() for a in arrays)
    bearing, _, distance = GEOD.inv(a_lon, a_lat, b_lon, b_lat)
    shape = arrays[0].shape
    return np.asarray(bearing).reshape(shape), np.asarray(distance).reshape(shape)


def _direct(lat: ArrayLike, lon: ArrayLike, bearing_deg: ArrayLike, distance_m: ArrayLike) -> tuple[Real, Real, Real]:
    """End point, and the bearing there of the geodesic as it goes on."""
    arrays = np.broadcast_arrays(*(np.asarray(a, np.float64) for a in (lat, lon, bearing_deg, distance_m)))
    a_lat, a_lon, bearing, distance = (np.array(a).ravel() for a in arrays)
    to_lon, to_lat, back = GEOD.fwd(a_lon, a_lat, bearing, distance)
    shape = arrays[0].shape
    onward = np.asarray(back) - 180.0
    return np.asarray(to_lat).reshape(shape), np.asarray(to_lon).reshape(shape), onward.reshape(shape)


def distance_m(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> Real:
    """Length of the shortest geodesic between two points, in metres."""
    return _inverse(lat1, lon1, lat2, lon2)[1]


def bearing_deg(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> Real:
    """Bearing at the first point of the geodesic to the second, 0 <= bearing < 360; arbitrary where they coincide."""
    bearing = np.mod(_inverse(lat1, lon1, lat2, lon2)[0], 360.0)
    return np.where(bearing == 360.0, 0.0, bearing)


def destination(lat: ArrayLike, lon: ArrayLike, bearing_deg: ArrayLike, distance_m: ArrayLike) -> tuple[Real, Real]:
    """Where one arrives: (latitude, longitude), longitude in [-180, 180]."""
    to_lat, to_lon, _ = _direct(lat, lon, bearing_deg, distance_m)
    return to_lat, to_lon


def polygon_area_m2(shape: Polygon | MultiPolygon) -> float:
    """Area on the ellipsoid in square metres; sides are taken as geodesics between the vertices."""
    return abs(float(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]))


def point_in_polygon(lat: ArrayLike, lon: ArrayLike, shape: shapely.Geometry) -> NDArray[np.bool_]:
    """Whether each point (n,) or scalar lies in ``shape`` or on its outline; NaN lies nowhere.

    Sides are straight in the longitude-latitude plane (RFC 7946); the shapes of :mod:`ceasewatch.geo.outline` have
    vertices enough for that to make no difference.
    """
    shapely.prepare(shape)
    return np.asarray(shapely.intersects_xy(shape, np.asarray(lon, np.float64), np.asarray(lat, np.float64)))


def to_plane(lat0: float, lon0: float, lat: ArrayLike, lon: ArrayLike) -> tuple[Real, Real]:
    """Azimuthal equidistant plane around (lat0, lon0): (east, north) in metres, exact in range and bearing from there.

    Lengths across the bearing are too great by r**2 / (6 R**2): 8e-5 at 140 km.
    """
    bearing, distance = _inverse(lat0, lon0, lat, lon)
    return distance * np.sin(np.radians(bearing)), distance * np.cos(np.radians(bearing))


def from_plane(lat0: float, lon0: float, east_m: ArrayLike, north_m: ArrayLike) -> tuple[Real, Real]:
    """The inverse of :func:`to_plane`: (latitude, longitude)."""
    east, north = np.asarray(east_m, np.float64), np.asarray(north_m, np.float64)
    return destination(lat0, lon0, np.degrees(np.arctan2(east, north)), np.hypot(east, north))


def densify(lat: ArrayLike, lon: ArrayLike, step_m: float) -> tuple[Real, Real]:
    """The same line with more vertices: legs are geodesics, no two neighbours farther apart than ``step_m``.

    Args:
        lat: (n,) with n >= 2.
        lon: (n,).
        step_m: greatest distance between neighbours, positive.
    """
    lat, lon = np.asarray(lat, np.float64), np.asarray(lon, np.float64)
    bearing, length = _inverse(lat[:-1], lon[:-1], lat[1:], lon[1:])
    pieces = np.maximum(1, np.ceil(length / step_m)).astype(np.int64)
    leg = np.repeat(np.arange(len(pieces)), pieces)
    within = np.arange(len(leg)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    at = within / pieces[leg] * length[leg]
    new_lat, new_lon = destination(lat[leg], lon[leg], bearing[leg], at)
    kept = within == 0  # a vertex stays as it is to the last bit: rings must close
    new_lat, new_lon = np.where(kept, lat[leg], new_lat), np.where(kept, lon[leg], new_lon)
    return np.append(new_lat, lat[-1]), np.append(new_lon, lon[-1])


def distance_to_line_m(lat: ArrayLike, lon: ArrayLike, line_lat: ArrayLike, line_lon: ArrayLike) -> Real:
    """Geodesic distance from each point to the nearest point of a line whose legs are geodesics.

    Per leg: iterate to the foot of the perpendicular (Baselga and Martinez-Llario 2018, Stud. Geophys. Geod. 62), keep
    the foot within the leg, measure. Good to a millimetre up to some thousand kilometres.

    Args:
        lat: (n,) or scalar.
        lon: as ``lat``.
        line_lat: (m,) vertices of the line, m >= 2.
        line_lon: (m,).

    Returns:
        (n,) metres; NaN for points that are not numbers.
    """
    lat, lon = np.broadcast_arrays(np.asarray(lat, np.float64), np.asarray(lon, np.float64))
    flat_lat, flat_lon = lat.ravel(), lon.ravel()
    line_lat, line_lon = np.asarray(line_lat, np.float64), np.asarray(line_lon, np.float64)
    block = max(1, _BLOCK // max(1, len(line_lat) - 1))
    parts = [
        _distance_to_legs(flat_lat[i : i + block], flat_lon[i : i + block], line_lat, line_lon)
        for i in range(0, len(flat_lat), block)
    ]
    return (np.concatenate(parts) if parts else np.zeros(0)).reshape(lat.shape)


def _distance_to_legs(lat: Real, lon: Real, line_lat: Real, line_lon: Real) -> Real:
    bearing, length = _inverse(line_lat[:-1], line_lon[:-1], line_lat[1:], line_lon[1:])
    point, leg = _candidates(lat, lon, line_lat, line_lon, length)
    p_lat, p_lon, a_lat, a_lon = lat[point], lon[point], line_lat[leg], line_lon[leg]
    bearing, length, foot = bearing[leg], length[leg], np.zeros(len(leg))
    for _ in range(_FOOT_ITERATIONS):
        at_lat, at_lon, onward = _direct(a_lat, a_lon, bearing, foot)
        to_point, away = _inverse(at_lat, at_lon, p_lat, p_lon)
        arc, turn = away / EARTH_RADIUS_M, np.radians(to_point - onward)
        step = EARTH_RADIUS_M * np.arctan2(np.sin(arc) * np.cos(turn), np.cos(arc))
        foot = foot + step
        if np.all(np.abs(step) < _FOOT_CLOSE_M):
            break
    at_lat, at_lon = destination(a_lat, a_lon, bearing, np.clip(foot, 0.0, length))
    nearest = np.full(len(lat), np.inf)
    np.minimum.at(nearest, point, distance_m(at_lat, at_lon, p_lat, p_lon))
    return np.where(np.isfinite(lat) & np.isfinite(lon), nearest, np.nan)


def _candidates(
    lat: Real, lon: Real, line_lat: Real, line_lon: Real, length: Real
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs (point, leg) among which the nearest leg of each point is.

    Chords through a sphere estimate each distance; the flattening of the earth (less than 0.6%) and the sagitta of the
    leg bound the error.
    """
    points, ends = _unit(lat, lon), _unit(line_lat, line_lon)
    along = np.diff(ends, axis=0)
    squared = np.maximum((along**2).sum(axis=1), 1e-30)
    share = np.clip((points @ along.T - (ends[:-1] * along).sum(axis=1)) / squared, 0.0, 1.0)
    foot = ends[:-1] + share[:, :, None] * along
    chord = np.linalg.norm(points[:, None] - foot, axis=2)
    guess = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(chord / 2, 1.0))
    error = 0.006 * (guess + length) + length**2 / (8 * EARTH_RADIUS_M) + 1.0
    point, leg = np.nonzero(guess - error <= (guess + error).min(axis=1, keepdims=True))
    return point, leg


def _unit(lat: Real, lon: Real) -> Real:
    phi, lam = np.radians(lat), np.radians(lon)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])
