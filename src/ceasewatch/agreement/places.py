"""Lines and zones of a pack: dated geometries with a stated uncertainty, read from GeoJSON."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import msgspec
import numpy as np
import shapely

from ceasewatch.agreement.documents import parse_json
from ceasewatch.agreement.quantity import metres
from ceasewatch.agreement.schema import FeatureNote
from ceasewatch.geo.polyline import Polyline, polyline
from ceasewatch.model.errors import DataError, LimitError
from ceasewatch.model.table import Int, Real
from ceasewatch.model.time import to_us

MAX_VERTICES: Final = 20_000
_COARSE_STEP_M: Final = 8_000.0

_SIGMAS: Final = 1.959963984540054
"""A deviation from a line is one-dimensional: 95% lie within this many standard deviations."""


@dataclass(frozen=True)
class Version:
    """One dated geometry.

    Attributes:
        note: id, name, source, uncertainty, validity.
        lat: (v,) vertices in degrees; a zone's outline is closed.
        lon: (v,).
        sigma_m: standard deviation of the drawn line about the true one.
        from_us: first moment of validity.
        to_us: end of it, excluded.
    """

    note: FeatureNote
    lat: Real
    lon: Real
    sigma_m: float
    from_us: int
    to_us: int

    @cached_property
    def fine(self) -> Polyline:
        """Its legs cut to a kilometre, for the distance of a point."""
        return polyline(self.lat, self.lon)

    @cached_property
    def coarse(self) -> Polyline:
        """Its legs cut to 8 km (sagitta 1.5 m), for distances of points of a wide place."""
        return polyline(self.lat, self.lon, _COARSE_STEP_M)


@dataclass(frozen=True, slots=True)
class Figure:
    """A line or a zone through time, in order of validity."""

    id: str
    closed: bool
    versions: tuple[Version, ...]

    @property
    def areas(self) -> tuple[str, ...]:
        """Names of units that lie wholly inside, in any version."""
        return tuple(dict.fromkeys(a for v in self.versions for a in v.note.areas))

    @property
    def surroundings(self) -> tuple[str, ...]:
        """Names of all units that the figure may touch; empty if the pack does not say."""
        if all(v.note.only_areas for v in self.versions):
            return self.areas
        if all(v.note.part_of for v in self.versions):
            return tuple(dict.fromkeys(a for v in self.versions for a in v.note.part_of))
        return ()

    def in_force(self, at_us: Int) -> Int:
        """Index of the version in force at each moment; -1 where there is none."""
        which = np.full(len(at_us), -1, np.int64)
        for n, v in enumerate(self.versions):
            which[(at_us >= v.from_us) & (at_us < v.to_us)] = n
        return which


class _Geometry(msgspec.Struct):
    type: str
    coordinates: list[object]


class _Feature(msgspec.Struct):
    type: str
    geometry: _Geometry
    properties: FeatureNote


class _Collection(msgspec.Struct):
    type: str
    features: list[_Feature]


def figures(content: bytes, *, closed: bool, where: str) -> dict[str, Figure]:
    """Lines (``closed=False``, LineString) or zones (``closed=True``, Polygon without holes) by id.

    Raises:
        DataError: wrong form, coordinates out of range, an outline that does not close or crosses itself, or two
            versions of one figure that hold at the same time.
        LimitError: too many vertices.
    """
    collection = parse_json(content, _Collection, where)
    found: dict[str, list[Version]] = {}
    for n, feature in enumerate(collection.features):
        at = f"{where}: features[{n}] ({feature.properties.id})"
        found.setdefault(feature.properties.id, []).append(_version(feature, closed, at))
    return {key: Figure(key, closed, _in_time(versions, f"{where}: {key}")) for key, versions in found.items()}


def _version(feature: _Feature, closed: bool, where: str) -> Version:
    kind = "Polygon" if closed else "LineString"
    if feature.geometry.type != kind:
        raise DataError(f"the geometry is a {feature.geometry.type}", where=where, todo=f"draw it as a {kind}")
    rings = feature.geometry.coordinates
    if closed and len(rings) != 1:
        raise DataError("a zone has one outline and no holes", where=where, todo="draw parts as zones of their own")
    lat, lon = _vertices(rings[0] if closed else rings, where)
    if closed:
        _check_outline(lat, lon, where)
    note = feature.properties
    low, high = np.iinfo(np.int64).min, np.iinfo(np.int64).max
    return Version(
        note=note,
        lat=lat,
        lon=lon,
        sigma_m=metres(note.uncertainty, where) / _SIGMAS,
        from_us=to_us(note.valid_from) if note.valid_from else int(low),
        to_us=to_us(note.valid_to) if note.valid_to else int(high),
    )


def _vertices(coordinates: object, where: str) -> tuple[Real, Real]:
    try:
        lonlat = np.array(coordinates, dtype=np.float64)
    except (ValueError, TypeError) as error:
        raise DataError(
            "coordinates are not pairs of numbers", where=where, todo="write [longitude, latitude]"
        ) from error
    if lonlat.ndim != 2 or lonlat.shape[1] != 2 or len(lonlat) < 2:
        raise DataError("not a list of two or more pairs", where=where, todo="write [longitude, latitude]")
    if len(lonlat) > MAX_VERTICES:
        raise LimitError(f"more than {MAX_VERTICES} vertices", where=where, todo="simplify the geometry")
    if not (np.abs(lonlat) <= [180.0, 90.0]).all():
        raise DataError("coordinates out of range", where=where, todo="write [longitude, latitude] in degrees")
    return lonlat[:, 1].copy(), lonlat[:, 0].copy()


def _check_outline(lat: Real, lon: Real, where: str) -> None:
    if len(lat) < 4 or (lat[0], lon[0]) != (lat[-1], lon[-1]):
        raise DataError("the outline does not close", where=where, todo="repeat the first position at the end")
    polygon = shapely.Polygon(np.column_stack([lon, lat]))
    if not polygon.is_valid:
        raise DataError(
            f"the outline crosses itself ({shapely.is_valid_reason(polygon)})", where=where, todo="redraw it"
        )


def _in_time(versions: Iterable[Version], where: str) -> tuple[Version, ...]:
    ordered = sorted(versions, key=lambda v: v.from_us)
    for earlier, later in itertools.pairwise(ordered):
        if later.from_us < earlier.to_us:
            raise DataError("two versions hold at the same time", where=where, todo="end one before the other begins")
    return tuple(ordered)
