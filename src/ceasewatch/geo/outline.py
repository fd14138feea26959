"""Polygons whose sides follow geodesic circles, sectors and parallels of lines, with a bounded chord error.

Polygons are shapely geometries in degrees (x longitude, y latitude). Their sides are straight in that plane, so
vertices are set densely enough that no side is farther than ``tolerance_m`` from the true curve. What crosses the
antimeridian is split there; what comes within two degrees of a pole is refused, for this plane has no room for it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, affinity

from ceasewatch.geo.geodesic import EARTH_RADIUS_M, GEOD, Real, densify, destination, distance_m, from_plane, to_plane
from ceasewatch.model.errors import DataError

Shape: TypeAlias = shapely.Point | Polygon | MultiPolygon

TOLERANCE_M: Final = 0.5
MAX_LATITUDE_DEG: Final = 88.0
_MAX_STEP_M = 5_000.0
_MIN_ARC_VERTICES = 16


def circle(lat: float, lon: float, radius_m: float, tolerance_m: float = TOLERANCE_M) -> Shape:
    """All points within ``radius_m``; a point where the radius is 0.

    Raises:
        DataError: the circle comes too near a pole.
    """
    if radius_m <= 0:
        return shapely.Point(lon, lat)
    return _polygon(*_arc(lat, lon, 0.0, 360.0, radius_m, tolerance_m), lat, lon)


def annular_sector(
    lat: float,
    lon: float,
    bearings_deg: tuple[float, float],
    range_m: tuple[float, float],
    tolerance_m: float = TOLERANCE_M,
) -> Shape:
    """Between two bearings (clockwise, ``to`` > ``from``, at most 360 apart) and two ranges of a point.

    Raises:
        DataError: the sector comes too near a pole.
    """
    (b0, b1), (near, far) = bearings_deg, range_m
    if b1 - b0 >= 360.0:
        outer = circle(lat, lon, far, tolerance_m)
        return outer.difference(circle(lat, lon, near, tolerance_m)) if near > 0 else outer
    out_lat, out_lon = _arc(lat, lon, b0, b1, far, tolerance_m)
    in_lat, in_lon = _arc(lat, lon, b1, b0, near, tolerance_m) if near > 0 else (np.array([lat]), np.array([lon]))
    ring_lat = np.concatenate([out_lat, in_lat, out_lat[:1]])
    ring_lon = np.concatenate([out_lon, in_lon, out_lon[:1]])
    return _polygon(*densify(ring_lat, ring_lon, _step_m(ring_lat, tolerance_m)), lat, lon)


def line_buffer(lat: Real, lon: Real, distance_m: float, tolerance_m: float = TOLERANCE_M) -> Shape:
    """All points within ``distance_m`` of a line whose legs are geodesics.

    Args:
        lat: (n,) vertices, n >= 2.
        lon: (n,).
        distance_m: half the width, positive.
        tolerance_m: greatest distance of the outline from the true curve.

    Raises:
        DataError: the distance is not positive, or the buffer comes too near a pole.
    """
    if distance_m <= 0:
        raise DataError("a line without a width has no outline", todo="give a buffer of at least 1 m")
    legs = range(len(lat) - 1)
    capsules = [_capsule(lat[i : i + 2], lon[i : i + 2], distance_m, tolerance_m) for i in legs]
    return shapely.union_all(capsules)


def polygon_buffer(shape: Polygon | MultiPolygon, distance_m: float, tolerance_m: float = TOLERANCE_M) -> Shape:
    """``shape`` and all points within ``distance_m`` of it. Its sides are straight in the longitude-latitude plane."""
    if distance_m <= 0:
        return shape
    step = _step_m(shapely.get_coordinates(shape)[:, 1], tolerance_m)
    fine = shapely.segmentize(shape, math.degrees(step / EARTH_RADIUS_M))
    rings = [r for p in shapely.get_parts(fine) for r in (p.exterior, *p.interiors)]
    bands = [line_buffer(c[:, 1], c[:, 0], distance_m, tolerance_m) for c in map(shapely.get_coordinates, rings)]
    return shapely.union_all([shape, *bands])


def widen(shape: Shape, lat: float, lon: float, distance_m: float, tolerance_m: float = TOLERANCE_M) -> Shape:
    """``shape`` and all points within ``distance_m``, computed in the equidistant plane around a point.

    For distances much smaller than the shape's distance from that point; the width is off by less than 1e-4 of itself
    within 140 km.
    """
    if distance_m <= 0:
        return shape
    flat = shapely.transform(shape, lambda c: np.column_stack(to_plane(lat, lon, c[:, 1], c[:, 0])))
    quarter = max(8, math.ceil(math.pi / 2 / math.sqrt(8 * tolerance_m / distance_m)))
    wide = shapely.segmentize(flat.buffer(distance_m, quad_segs=quarter), _MAX_STEP_M / 10)
    parts = [_ring_polygon(p, lat, lon) for p in shapely.get_parts(wide)]
    return shapely.union_all(parts)


def _ring_polygon(flat: Polygon, lat: float, lon: float) -> Shape:
    """A polygon of the plane around (lat, lon), in degrees."""
    rings = [_polygon(*from_plane(lat, lon, *shapely.get_coordinates(r).T), lat, lon) for r in _rings(flat)]
    return rings[0].difference(shapely.union_all(rings[1:])) if len(rings) > 1 else rings[0]


def _rings(polygon: Polygon) -> Sequence[shapely.LinearRing]:
    return [polygon.exterior, *polygon.interiors]


def _capsule(lat: Real, lon: Real, distance: float, tolerance: float) -> Shape:
    """Within ``distance`` of one geodesic leg: parallels on both sides and a half circle around each end."""
    along_lat, along_lon = densify(lat, lon, _step_m(lat, tolerance))
    if distance_m(lat[0], lon[0], lat[1], lon[1]) < 1e-3:
        return circle(float(lat[0]), float(lon[0]), distance, tolerance)
    bearing, back, _ = GEOD.inv(along_lon[:-1], along_lat[:-1], along_lon[1:], along_lat[1:])
    onward = np.append(np.asarray(bearing), np.asarray(back)[-1] + 180.0)
    left = destination(along_lat, along_lon, onward - 90.0, distance)
    right = destination(along_lat, along_lon, onward + 90.0, distance)
    end = _arc(lat[1], lon[1], onward[-1] - 90.0, onward[-1] + 90.0, distance, tolerance)
    start = _arc(lat[0], lon[0], onward[0] + 90.0, onward[0] + 270.0, distance, tolerance)
    ring = [np.concatenate([left[i], end[i], right[i][::-1], start[i]]) for i in (0, 1)]
    return _polygon(ring[0], ring[1], float(lat[0]), float(lon[0]))


def _arc(lat: float, lon: float, b0: float, b1: float, radius: float, tolerance: float) -> tuple[Real, Real]:
    """Vertices on a geodesic circle from bearing b0 to b1, such that no chord is ``tolerance`` inside it."""
    if distance_m(lat, lon, math.copysign(90.0, lat), lon) <= radius:
        raise DataError(f"the circle of {radius:.0f} m around {lat}, {lon} contains a pole", todo=_NEAR_POLE)
    step = math.degrees(math.sqrt(8 * 0.8 * tolerance / radius))
    count = max(_MIN_ARC_VERTICES, math.ceil(abs(b1 - b0) / step)) + 1
    return destination(lat, lon, np.linspace(b0, b1, count), radius)


def _step_m(lat: Real, tolerance: float) -> float:
    """Length of a geodesic whose chord in the longitude-latitude plane stays within ``tolerance``."""
    tangent = max(0.2, math.tan(math.radians(min(float(np.abs(lat).max()) + 1.5, 89.0))))
    return min(_MAX_STEP_M, math.sqrt(8 * 0.8 * tolerance * EARTH_RADIUS_M / tangent))


_NEAR_POLE = "shapes beyond 88 degrees of latitude are not supported"


def _polygon(lat: Real, lon: Real, near_lat: float, near_lon: float) -> Shape:
    """A polygon from its ring, cut at the antimeridian if it crosses it."""
    if np.abs(lat).max() > MAX_LATITUDE_DEG:
        raise DataError(f"the shape around {near_lat}, {near_lon} comes too near a pole", todo=_NEAR_POLE)
    unwrapped = near_lon + np.mod(lon - near_lon + 180.0, 360.0) - 180.0
    drawn = Polygon(np.column_stack([unwrapped, lat]))
    return _cut(drawn if drawn.is_valid else drawn.buffer(0.0))  # slivers of micrometres cross themselves


def _cut(polygon: Polygon) -> Shape:
    low, _, high, _ = polygon.bounds
    if low >= -180.0 and high <= 180.0:
        return polygon
    turns = [affinity.translate(polygon, xoff=shift) for shift in (-360.0, 0.0, 360.0)]
    parts = [t.intersection(shapely.box(-180.0, -90.0, 180.0, 90.0)) for t in turns]
    return shapely.union_all([p for p in parts if p.area > 0])
