"""GeoJSON geometries to places: points, lines and polygons of RFC 7946."""

from __future__ import annotations

import shapely

from ceasewatch.model.errors import RowError
from ceasewatch.model.place import Area, Line, Place, Point, Position, Ring
from ceasewatch.sources.fields import degrees

MAX_POSITIONS = 100_000


def place_of(geometry: object, within_m: int, text: str = "") -> Place | None:
    """The place that ``geometry`` is; ``None`` for a null geometry.

    Args:
        geometry: decoded JSON.
        within_m: radius of a point and buffer of a line, metres.
        text: what the source calls the place.

    Raises:
        RowError: not a geometry, out of range, unclosed, crossing itself, or of several parts where one is needed.
    """
    if geometry is None:
        return None
    if not isinstance(geometry, dict):
        raise RowError("the geometry is not an object", field="geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind in ("MultiPoint", "MultiLineString") and isinstance(coordinates, list) and len(coordinates) == 1:
        kind, coordinates = str(kind).removeprefix("Multi"), coordinates[0]
    if kind == "Point":
        return Point(at=_position(coordinates), radius_m=within_m, text=text)
    if kind == "LineString":
        return Line(path=_path(coordinates, 2), buffer_m=within_m, text=text)
    if kind == "Polygon":
        return Area(polygons=(_polygon(coordinates),), text=text)
    if kind == "MultiPolygon":
        return Area(polygons=tuple(_polygon(p) for p in _list(coordinates, 1)), text=text)
    raise RowError(f"a geometry of type {str(kind)[:40]!r} is not one place", field="geometry")


def _list(value: object, least: int) -> list[object]:
    if not isinstance(value, list) or not least <= len(value) <= MAX_POSITIONS:
        raise RowError(f"the coordinates are not a list of {least} to {MAX_POSITIONS}", field="geometry")
    return value


def _position(value: object) -> Position:
    pair = _list(value, 2)
    lon, lat = pair[0], pair[1]
    if not _is_number(lon) or not _is_number(lat):
        raise RowError("a coordinate is not a number", field="geometry")
    return degrees(float(str(lat)), float(str(lon)), "geometry", "geometry")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _path(value: object, least: int) -> tuple[Position, ...]:
    return tuple(_position(p) for p in _list(value, least))


def _polygon(value: object) -> tuple[Ring, ...]:
    rings = tuple(_path(ring, 4) for ring in _list(value, 1))
    if any(ring[0] != ring[-1] for ring in rings):
        raise RowError("a polygon's ring is not closed", field="geometry")
    outline, *holes = ([(p.lon_deg, p.lat_deg) for p in ring] for ring in rings)
    if not shapely.is_valid(shapely.Polygon(outline, holes)):
        raise RowError("the polygon crosses itself or has no area", field="geometry")
    return rings
