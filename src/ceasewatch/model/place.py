"""Places that are honest about what is known: a point with an error, a sector, an area, a line, or nothing.

Coordinates are WGS 84, integers in 1e-7 degrees; bearings in hundredths of a degree clockwise from true north.
Geometry (polygons, distances, cells) is computed in ``ceasewatch.geo``.
"""

from __future__ import annotations

from ceasewatch.model.struct import Noun

E7 = 10_000_000
_LAT_MAX, _LON_MAX = 90 * E7, 180 * E7
FULL_CIRCLE_CDEG = 36_000


class Position(Noun, frozen=True, kw_only=True, array_like=True):
    """Latitude and longitude, no error stated. In JSON: ``[lat_e7, lon_e7]``."""

    lat_e7: int
    lon_e7: int

    def __post_init__(self) -> None:
        if not (-_LAT_MAX <= self.lat_e7 <= _LAT_MAX and -_LON_MAX <= self.lon_e7 <= _LON_MAX):
            raise ValueError(f"coordinates out of range: {self.lat_e7 / E7}, {self.lon_e7 / E7}")

    @classmethod
    def of(cls, lat_deg: float, lon_deg: float) -> Position:
        """From degrees, rounded to 1e-7."""
        return cls(lat_e7=round(lat_deg * E7), lon_e7=round(lon_deg * E7))

    @property
    def lat_deg(self) -> float:
        """Latitude in degrees."""
        return self.lat_e7 / E7

    @property
    def lon_deg(self) -> float:
        """Longitude in degrees."""
        return self.lon_e7 / E7


class Covariance(Noun, frozen=True, kw_only=True):
    """Of a point's error, in square metres: east-east, east-north, north-north."""

    ee_m2: int
    en_m2: int
    nn_m2: int

    def __post_init__(self) -> None:
        if self.ee_m2 < 0 or self.nn_m2 < 0 or self.en_m2**2 > self.ee_m2 * self.nn_m2:
            raise ValueError("not a covariance: it must be positive semi-definite")


class AdminUnit(Noun, frozen=True, kw_only=True):
    """An administrative unit by name, whether or not its outline is at hand.

    Attributes:
        name: as the source spells it.
        level: ``country``, ``adm1``, ``adm2``, ``adm3``, ``settlement``.
        parents: names of the units that contain it, smallest first.
        code: in ``scheme``; empty if none is known.
    """

    name: str
    level: str
    parents: tuple[str, ...] = ()
    code: str = ""
    scheme: str = ""


class Point(Noun, frozen=True, kw_only=True, tag="point"):
    """A point; the true place lies within ``radius_m`` of it with probability 0.95.

    Where ``covariance`` is given it is the better description, and ``radius_m`` still holds.
    """

    at: Position
    radius_m: int
    covariance: Covariance | None = None
    text: str = ""

    def __post_init__(self) -> None:
        if self.radius_m < 0:
            raise ValueError("a radius is not negative")


class BearingRange(Noun, frozen=True, kw_only=True, array_like=True):
    """Clockwise from ``from_cdeg`` to ``to_cdeg``; may pass north (e.g. 35000 to 1000). In JSON a pair."""

    from_cdeg: int
    to_cdeg: int

    def __post_init__(self) -> None:
        if not (0 <= self.from_cdeg < FULL_CIRCLE_CDEG and 0 <= self.to_cdeg < FULL_CIRCLE_CDEG):
            raise ValueError(f"bearings are 0 <= b < 36000: {self.from_cdeg}, {self.to_cdeg}")

    @property
    def width_cdeg(self) -> int:
        """Angle swept clockwise; equal ends are a full circle."""
        return (self.to_cdeg - self.from_cdeg) % FULL_CIRCLE_CDEG or FULL_CIRCLE_CDEG


class Sector(Noun, frozen=True, kw_only=True, tag="sector"):
    """As an observer reports: so far away, in such a direction.

    Attributes:
        origin: where the observer was.
        origin_radius_m: the observer was within this of ``origin`` (probability 0.95).
        bearings: one or more; empty means any direction.
        range_from_m: nearest.
        range_to_m: farthest; ``None`` where no distance was given.
        text: the words of the source.
    """

    origin: Position
    origin_radius_m: int = 0
    bearings: tuple[BearingRange, ...] = ()
    range_from_m: int = 0
    range_to_m: int | None = None
    text: str = ""

    def __post_init__(self) -> None:
        if self.origin_radius_m < 0 or self.range_from_m < 0:
            raise ValueError("a distance is not negative")
        if self.range_to_m is not None and self.range_to_m < self.range_from_m:
            raise ValueError(f"the sector's range ends ({self.range_to_m} m) before it starts ({self.range_from_m} m)")


Ring = tuple[Position, ...]
"""Closed outline: first and last position are equal."""


class Area(Noun, frozen=True, kw_only=True, tag="area"):
    """Somewhere inside: polygons (outer ring first, then holes), an administrative unit, or both.

    An area with no polygon is a name whose outline is not at hand: it has no geometry to join on.
    """

    polygons: tuple[tuple[Ring, ...], ...] = ()
    admin: AdminUnit | None = None
    text: str = ""

    def __post_init__(self) -> None:
        if not self.polygons and self.admin is None:
            raise ValueError("an area needs an outline or an administrative unit")


class Line(Noun, frozen=True, kw_only=True, tag="line"):
    """Somewhere along a line, within ``buffer_m`` of it."""

    path: tuple[Position, ...]
    buffer_m: int = 0
    text: str = ""

    def __post_init__(self) -> None:
        if len(self.path) < 2:
            raise ValueError("a line has two or more positions")


class UnknownPlace(Noun, frozen=True, kw_only=True, tag="unknown"):
    """Nothing that can be put on a map; ``text`` is what the source said, ``why`` is what stood in the way."""

    why: str
    text: str = ""


Place = Point | Sector | Area | Line | UnknownPlace
