"""H3 cells, as integers. The cells of an uncertain place hold every point of it."""

from __future__ import annotations

import math
from typing import Final

import h3.api.basic_int as h3
import shapely

from ceasewatch.geo.geodesic import EARTH_RADIUS_M, polygon_area_m2
from ceasewatch.geo.moments import HORIZON_M
from ceasewatch.geo.outline import MAX_LATITUDE_DEG, TOLERANCE_M, Shape
from ceasewatch.geo.shape import shape_of
from ceasewatch.model.errors import DataError, LimitError
from ceasewatch.model.place import Place

MAX_CELLS: Final = 200_000
FINEST: Final = 15


def cell_of(lat: float, lon: float, resolution: int) -> int:
    """The cell that holds a point. Resolutions are 0 (about 1,100 km across) to 15 (about 1 m)."""
    _check(resolution)
    return int(h3.latlng_to_cell(lat, lon, resolution))


def cover(place: Place, resolution: int, horizon_m: float = HORIZON_M) -> frozenset[int]:
    """Cells that together hold every point of the region of ``place`` (see :func:`ceasewatch.geo.shape.shape_of`).

    Returns:
        Empty where the place has no geometry.

    Raises:
        LimitError: more than ``MAX_CELLS`` cells.
        DataError: no such resolution, or the region lies too near a pole.
    """
    shape = shape_of(place, horizon_m)
    return frozenset() if shape is None else cover_shape(shape, resolution)


def cover_shape(shape: Shape, resolution: int) -> frozenset[int]:
    """Cells that together hold every point of ``shape``.

    Sides of cells are no straight lines in the longitude-latitude plane, in which H3 compares them with the shape; the
    shape is therefore first widened by as much as a side can bulge there, and by the tolerance of its own outline.

    Raises:
        LimitError: more than ``MAX_CELLS`` cells.
        DataError: no such resolution.
    """
    _check(resolution)
    if isinstance(shape, shapely.Point):
        return frozenset({cell_of(shape.y, shape.x, resolution)})
    _limit(shape, resolution)
    wide = shape.buffer(_bulge_deg(shape, resolution), quad_segs=2)
    found: set[int] = set()
    for part in shapely.get_parts(wide.intersection(shapely.box(-180.0, -90.0, 180.0, 90.0))):
        found.update(h3.h3shape_to_cells_experimental(h3.geo_to_h3shape(part), resolution, "overlap"))
    return frozenset(found)


def _bulge_deg(shape: Shape, resolution: int) -> float:
    """Bound of the distance between a geodesic as long as a cell's side and its chord, in degrees of longitude."""
    latitude = min(max(abs(shape.bounds[1]), abs(shape.bounds[3])) + 1.0, MAX_LATITUDE_DEG + 1.0)
    side = 1.5 * h3.average_hexagon_edge_length(resolution, unit="m")
    sagitta = side**2 / (8 * EARTH_RADIUS_M) * (math.tan(math.radians(latitude)) + 1.0) + TOLERANCE_M
    return math.degrees(sagitta / EARTH_RADIUS_M) / math.cos(math.radians(latitude))


def _limit(shape: Shape, resolution: int) -> None:
    expected = polygon_area_m2(shape) / h3.average_hexagon_area(resolution, unit="m^2")
    if expected > MAX_CELLS:
        raise LimitError(
            f"the region needs about {expected:.0f} cells of resolution {resolution}, more than {MAX_CELLS}",
            todo="use a coarser resolution",
        )


def _check(resolution: int) -> None:
    if not 0 <= resolution <= FINEST:
        raise DataError(f"H3 has no resolution {resolution}", todo=f"use 0 to {FINEST}")
