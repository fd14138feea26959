"""First-level units: outlines and names, and which unit a point lies in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import MultiPolygon, Polygon

from ceasewatch.geo.geodesic import point_in_polygon, polygon_area_m2
from ceasewatch.geo.names import unit_fold
from ceasewatch.model.errors import DataError
from ceasewatch.model.place import AdminUnit, Area, Position

CODE_PROPERTIES: Final = ("region_code", "iso_3166_2", "code", "id")
NAME_PROPERTIES: Final = ("name", "name_en", "NAME_1", "shapeName")
ALTERNATE_PROPERTIES: Final = ("alternatenames", "alternates", "names")


@dataclass(frozen=True, slots=True)
class RegionName:
    """What a first-level unit is called.

    Attributes:
        code: as outlines carry it, e.g. ``UA-DT``; empty if none.
        name: canonical name, under which counts are kept.
        alternates: other names and spellings.
        geonames: GeoNames' ``admin1`` code.
    """

    code: str
    name: str
    alternates: tuple[str, ...] = ()
    geonames: str = ""


@dataclass(frozen=True, slots=True)
class AreaOutline:
    """One unit: canonical name, other names, outline in degrees (x longitude, y latitude)."""

    name: str
    shape: Polygon | MultiPolygon
    alternates: tuple[str, ...] = ()
    code: str = ""


class AreaIndex:
    """Units by point and by name. Immutable.

    Where outlines overlap (a city inside its region), the smallest one wins. A point outside all outlines has the name
    ``""``; it is not moved to the nearest.
    """

    def __init__(self, outlines: Iterable[AreaOutline], names: Iterable[RegionName] = ()) -> None:
        self.outlines = tuple(sorted(outlines, key=lambda o: -polygon_area_m2(o.shape)))
        self._by_name = {o.name: o for o in self.outlines}
        self._keys: dict[str, set[str]] = {}
        for n in names:
            self._learn(n.name, (n.name, n.code, *n.alternates))
        for o in self.outlines:
            self._learn(o.name, (o.name, o.code, *o.alternates))

    def _learn(self, name: str, spellings: Iterable[str]) -> None:
        for key in filter(None, map(unit_fold, spellings)):
            self._keys.setdefault(key, set()).add(name)

    @classmethod
    def from_geojson(cls, documents: Iterable[Mapping[str, Any]], names: Iterable[RegionName] = ()) -> AreaIndex:
        """From GeoJSON Features or FeatureCollections.

        A feature's name is its ``name`` property, else the name that ``names`` has for its code, else the code. One
        with neither name nor code (a country's outline beside those of its regions) is not a unit and is left out.

        Raises:
            DataError: a feature with a name has no polygon, or no feature has a name.
        """
        table = tuple(names)
        by_code = {n.code: n for n in table if n.code}
        outlines = [o for d in documents for f in features(d) if (o := _outline(f, by_code)) is not None]
        if not outlines:
            raise DataError("no first-level unit in the outlines", todo="give each feature a `name` property")
        return cls(outlines, table)

    @property
    def names(self) -> tuple[str, ...]:
        """Canonical names of the units that have an outline, in alphabetical order."""
        return tuple(sorted(self._by_name))

    def outline(self, name: str) -> Polygon | MultiPolygon | None:
        """Outline of the unit with this canonical name."""
        found = self._by_name.get(name)
        return found.shape if found else None

    def find(self, name: str) -> str | None:
        """Canonical name for any spelling: "Donetska oblast", "Donets'k", "Донецька область"; ``None`` if not known.

        A spelling that two units share belongs to the one whose canonical name it is, else to none.
        """
        found = self._keys.get(unit_fold(name), set())
        if len(found) > 1:
            found = {f for f in found if unit_fold(f) == unit_fold(name)}
        return next(iter(found)) if len(found) == 1 else None

    def area_at(self, lat: float, lon: float) -> str:
        """Name of the smallest unit that holds the point; empty if none does."""
        return str(self.areas_at([lat], [lon])[0])

    def areas_at(self, lat: ArrayLike, lon: ArrayLike) -> NDArray[np.object_]:
        """Names for points (n,); empty where no unit holds the point or the point is not a number."""
        lat, lon = np.asarray(lat, np.float64), np.asarray(lon, np.float64)
        names = np.full(len(lat), "", dtype=object)
        for outline in self.outlines:
            west, south, east, north = outline.shape.bounds
            near = np.flatnonzero((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east))
            inside = point_in_polygon(lat[near], lon[near], outline.shape)
            names[near[inside]] = outline.name
        return names

    def area(self, name: str) -> Area | None:
        """The unit as a place with its outline; ``None`` if the name or its outline is not known."""
        canonical = self.find(name)
        found = self._by_name.get(canonical) if canonical else None
        if found is None:
            return None
        polygons = tuple(tuple(_ring(r) for r in (p.exterior, *p.interiors)) for p in shapely.get_parts(found.shape))
        return Area(polygons=polygons, admin=AdminUnit(name=found.name, level="adm1", code=found.code), text=name)


def features(document: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Features of a GeoJSON Feature or FeatureCollection.

    Raises:
        DataError: it is neither.
    """
    match document:
        case {"type": "Feature"}:
            return [document]
        case {"type": "FeatureCollection", "features": list() as found}:
            return found
        case _:
            raise DataError("not a GeoJSON Feature or FeatureCollection", todo="check the file of outlines")


def _outline(feature: Mapping[str, Any], by_code: Mapping[str, RegionName]) -> AreaOutline | None:
    properties = feature.get("properties") or {}
    code = _first(properties, CODE_PROPERTIES)
    known = by_code.get(code)
    name = _first(properties, NAME_PROPERTIES) or (known.name if known else code)
    if not name:
        return None
    return AreaOutline(name, _polygons(feature, name), _alternates(properties), code)


def _polygons(feature: Mapping[str, Any], name: str) -> Polygon | MultiPolygon:
    try:
        shape = shapely.geometry.shape(feature["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        raise DataError(f"the outline of {name} is not a GeoJSON geometry: {error}") from error
    if not isinstance(shape, Polygon | MultiPolygon) or shape.is_empty:
        raise DataError(f"the outline of {name} is a {shape.geom_type}, not a polygon")
    return shape if shape.is_valid else shapely.make_valid(shape, method="structure", keep_collapsed=False)


def _first(properties: Mapping[str, Any], keys: Iterable[str]) -> str:
    return next((str(properties[k]) for k in keys if properties.get(k)), "")


def _alternates(properties: Mapping[str, Any]) -> tuple[str, ...]:
    found: list[str] = []
    for key in ALTERNATE_PROPERTIES:
        match properties.get(key):
            case str() as text:
                found.extend(text.split("|"))
            case dict() as by_language:
                found.extend(str(v) for v in by_language.values())
            case list() as several:
                found.extend(map(str, several))
    return tuple(found)


def _ring(ring: shapely.LinearRing) -> tuple[Position, ...]:
    return tuple(Position.of(lat, lon) for lon, lat in shapely.get_coordinates(ring))
