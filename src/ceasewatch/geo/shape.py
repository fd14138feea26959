"""The region of an uncertain place as a polygon on the map, and its Gaussian."""

from __future__ import annotations

from typing import assert_never

import shapely

from ceasewatch.geo.bearings import arcs_deg
from ceasewatch.geo.moments import HORIZON_M, Gaussian, gaussian, polygons_of, ranges_m, ring_degrees
from ceasewatch.geo.outline import TOLERANCE_M, Shape, annular_sector, circle, line_buffer, widen
from ceasewatch.model.place import Area, Line, Place, Point, Sector, UnknownPlace

__all__ = ["HORIZON_M", "MIN_WIDTH_M", "Gaussian", "Shape", "gaussian", "shape_of"]

MIN_WIDTH_M = 1.0
"""A sector or line that the source gives without width is drawn this wide."""


def shape_of(place: Place, horizon_m: float = HORIZON_M, tolerance_m: float = TOLERANCE_M) -> Shape | None:
    """Region that holds the place with probability 0.95 (points) or certainly, as the source says (the others).

    Args:
        place: any place. A point's circle has its ``radius_m``; a sector is widened by the uncertainty of its origin.
        horizon_m: farthest range of a sector without one; an assumption.
        tolerance_m: greatest distance of the outline from the true curve.

    Returns:
        Polygons in degrees; a point for a point without a radius; ``None`` where the place has no geometry.

    Raises:
        DataError: the region comes within two degrees of a pole.
    """
    match place:
        case Point():
            return circle(place.at.lat_deg, place.at.lon_deg, float(place.radius_m), tolerance_m)
        case Sector():
            return _sector(place, horizon_m, tolerance_m)
        case Area():
            return _area(place)
        case Line():
            path = ring_degrees(place.path)
            return line_buffer(path[:, 1], path[:, 0], max(float(place.buffer_m), MIN_WIDTH_M), tolerance_m)
        case UnknownPlace():
            return None
        case _:
            assert_never(place)


def _sector(place: Sector, horizon_m: float, tolerance_m: float) -> Shape:
    near, far = ranges_m(place, horizon_m)
    lat, lon = place.origin.lat_deg, place.origin.lon_deg
    band = (near, max(far, near + MIN_WIDTH_M))
    parts = [annular_sector(lat, lon, arc, band, tolerance_m) for arc in arcs_deg(place.bearings)]
    return widen(shapely.union_all(parts), lat, lon, float(place.origin_radius_m), tolerance_m)


def _area(place: Area) -> Shape | None:
    if not place.polygons:
        return None
    shape = polygons_of(place)
    return shape if shape.is_valid else shapely.make_valid(shape, method="structure", keep_collapsed=False)
