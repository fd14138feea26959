"""The place of a row: sector from an observer, point with a radius, named place, or unknown; never a guess."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ceasewatch.model.errors import DataError, RowError
from ceasewatch.model.place import AdminUnit, Area, BearingRange, Place, Point, Position, Sector, UnknownPlace
from ceasewatch.sources.fields import Fields, degrees, finite
from ceasewatch.sources.table.mapping import PlaceSpec, Value
from ceasewatch.sources.table.value import ANGLES_DEG, LENGTHS_M, blame, getter, listed, measured, ref_of

if TYPE_CHECKING:
    from ceasewatch.geo.gazetteer import Gazetteer

MAX_M = 20_100_000
"""Half way round the earth."""


def place_of(spec: PlaceSpec, gazetteer: Gazetteer | None) -> Callable[[Fields], Place]:
    """The function that reads the place of a row.

    Raises:
        DataError: the mapping names an unknown unit.
    """
    position, named = _position(spec), _named(spec, gazetteer)
    bearings = _bearings(spec)
    near, far, radius = (length(v) for v in (spec.range_from, spec.range_to, spec.radius))
    name = getter(spec.name)

    def read(fields: Fields) -> Place:
        found = position(fields)
        if found is None:
            return named(fields)
        at, of_source = found
        within = radius(fields)
        within = of_source if within is None else within
        directions, farthest = bearings(fields), far(fields)
        if not directions and farthest is None:
            return Point(at=at, radius_m=within, text=name(fields))
        return Sector(
            origin=at,
            origin_radius_m=within,
            bearings=directions,
            range_from_m=near(fields) or 0,
            range_to_m=farthest,
            text=name(fields),
        )

    return read


def length(value: Value | None) -> Callable[[Fields], int | None]:
    """The function that reads a distance in whole metres; ``None`` where the row has none."""
    number, field = measured(value, LENGTHS_M), blame(value)

    def read(fields: Fields) -> int | None:
        metres = number(fields)
        if metres is not None and not 0 <= metres <= MAX_M:
            raise RowError(f"{metres:g} m is no distance on earth", field=field)
        return None if metres is None else round(metres)

    return read


def _position(spec: PlaceSpec) -> Callable[[Fields], tuple[Position, int] | None]:
    """Position and the radius that its notation implies; ``None`` where the row has none."""
    lat, lon, grid = getter(spec.lat), getter(spec.lon), getter(spec.mgrs)
    lat_field, lon_field = blame(spec.lat), blame(spec.lon)

    def read(fields: Fields) -> tuple[Position, int] | None:
        north, east = lat(fields), lon(fields)
        if north or east:
            return degrees(finite(north, lat_field), finite(east, lon_field), lat_field, lon_field), 0
        reference = grid(fields)
        if not reference:
            return None
        from ceasewatch.geo.mgrs import from_mgrs

        try:
            square = from_mgrs(reference)
        except DataError as error:
            raise RowError(error.what, field=blame(spec.mgrs)) from error
        return square.at, square.radius_m

    return read


def _bearings(spec: PlaceSpec) -> Callable[[Fields], tuple[BearingRange, ...]]:
    get, field = listed(spec.bearing), blame(spec.bearing)
    unit = ref_of(spec.bearing).unit if spec.bearing is not None else ""
    if unit not in ANGLES_DEG:
        raise DataError(f"unit {unit!r} of a bearing is neither deg nor mil", where="mapping")
    half = round(spec.bearing_width_deg * 50)

    def one(text: str) -> BearingRange:
        from ceasewatch.geo.rose import around, bearing_range

        if text[0].isdigit():
            return around(round(finite(text, field) * ANGLES_DEG[unit] * 100) % 36_000, half)
        try:
            return bearing_range(text)
        except DataError as error:
            raise RowError(error.what, field=field) from error

    return lambda fields: tuple(one(text) for text in get(fields))


def _named(spec: PlaceSpec, gazetteer: Gazetteer | None) -> Callable[[Fields], Place]:
    name = getter(spec.name)

    def read(fields: Fields) -> Place:
        text = name(fields)
        if not text:
            return UnknownPlace(why="the row names no place")
        if spec.admin_level:
            return Area(admin=AdminUnit(name=text, level=spec.admin_level))
        return _looked_up(text, gazetteer)

    return read


def _looked_up(text: str, gazetteer: Gazetteer | None) -> Place:
    from ceasewatch.geo.gazetteer import Ambiguous, Match

    if gazetteer is None:
        return UnknownPlace(why="the mission has no gazetteer", text=text)
    found = gazetteer.find(text)
    if isinstance(found, Match):
        return Point(at=found.entry.position, radius_m=found.entry.radius_m, text=text)
    if isinstance(found, Ambiguous):
        return UnknownPlace(why=f"{len(found.candidates)} places bear the name", text=text)
    return UnknownPlace(why="the gazetteer has no such place", text=text)
