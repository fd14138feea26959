"""The map as lines on paper: outlines shaded by effort, cells of incidents, the line of contact with its uncertainty.

For drawing only: a plate carree stretched at the middle latitude. Nothing legal is measured on it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import shapely
from shapely import MultiPolygon, Polygon

from ceasewatch.geo.geodesic import distance_m
from ceasewatch.geo.shape import shape_of
from ceasewatch.model.place import E7, Line
from ceasewatch.release import EffortState, ReleasedIncident
from ceasewatch.release.cells import outline, parse
from ceasewatch.report.daily_report import MapArea, MapLabel, MapLine, MapMark, Picture
from ceasewatch.report.inputs import DailyInputs, Town

WIDTH: Final = 1000
TALLEST: Final = 720
MARGIN: Final = 14
DOT: Final = 5
"""Radius of an exact place on the drawing."""
APART: Final = (150, 26)
"""Least distance of two names, across and down."""
SCALES_KM: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to the drawing: x to the right, y down, ``WIDTH`` units wide."""

    west: float
    north: float
    per_lon: float
    per_lat: float
    height: int

    @classmethod
    def around(cls, bounds: tuple[float, float, float, float]) -> Frame:
        """A frame that holds (west, south, east, north) with a margin."""
        west, south, east, north = bounds
        stretch = math.cos(math.radians((south + north) / 2))
        wide, tall = max((east - west) * stretch, 0.2), max(north - south, 0.2)
        unit = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
        west -= (WIDTH / unit - (east - west) * stretch) / 2 / stretch
        return cls(west, north + MARGIN / unit, unit * stretch, unit, round(tall * unit + 2 * MARGIN))

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        """Degrees to units of the drawing."""
        return round((lon - self.west) * self.per_lon, 1), round((self.north - lat) * self.per_lat, 1)

    def path(self, rings: Iterable[Iterable[tuple[float, float]]], *, close: bool = True) -> str:
        """SVG path of rings of (longitude, latitude)."""
        return "".join(
            "M" + "L".join(f"{x:g} {y:g}" for x, y in (self.xy(*p) for p in ring)) + ("Z" if close else "")
            for ring in rings
        )


def picture(
    inputs: DailyInputs, items: Sequence[ReleasedIncident], effort: Mapping[str, EffortState]
) -> Picture | None:
    """The map of released incidents; ``None`` where nothing has a place."""
    placed = [i for i in items if i.lat_e7 is not None]
    outlines = {o.name: o.shape for o in inputs.areas.outlines} if inputs.areas else {}
    bounds = _bounds(outlines, placed, inputs)
    if bounds is None:
        return None
    frame = Frame.around(bounds)
    scale_km, scale_units = _scale(frame, bounds)
    return Picture(
        height=frame.height,
        areas=tuple(
            MapArea(name=n, path=_area_path(frame, s), effort=effort.get(n, EffortState.unknown))
            for n, s in outlines.items()
        ),
        marks=_marks(frame, placed),
        lines=tuple(_line(frame, n.name, n.line) for n in inputs.lines),
        labels=_labels(frame, inputs.towns),
        scale_km=scale_km,
        scale_units=scale_units,
        placed=len(placed),
        unplaced=len(items) - len(placed),
        shaded=bool(outlines),
    )


def _bounds(
    outlines: Mapping[str, Polygon | MultiPolygon], placed: Sequence[ReleasedIncident], inputs: DailyInputs
) -> tuple[float, float, float, float] | None:
    points = [p for i in placed for p in _ring(i)]
    points += [(p.lon_deg, p.lat_deg) for n in inputs.lines for p in n.line.path]
    shapes = [*outlines.values(), *([shapely.MultiPoint(points)] if points else [])]
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(shapes)
    return float(west), float(south), float(east), float(north)


def _ring(item: ReleasedIncident) -> list[tuple[float, float]]:
    if item.cell:
        return outline(parse(item.cell))
    return [((item.lon_e7 or 0) / E7, (item.lat_e7 or 0) / E7)]


def _area_path(frame: Frame, shape: Polygon | MultiPolygon) -> str:
    drawn = shapely.simplify(shape, 1.0 / frame.per_lat)
    rings = [r for part in shapely.get_parts(drawn) for r in (part.exterior, *part.interiors)]
    return frame.path(shapely.get_coordinates(r).tolist() for r in rings)


def _marks(frame: Frame, placed: Sequence[ReleasedIncident]) -> tuple[MapMark, ...]:
    cells = Counter(i.cell for i in placed if i.cell)
    exact = Counter((i.lon_e7 or 0, i.lat_e7 or 0) for i in placed if not i.cell)
    marks = [MapMark(path=frame.path([outline(parse(c))]), incidents=n) for c, n in sorted(cells.items())]
    dots = [MapMark(path=_dot(*frame.xy(x / E7, y / E7)), incidents=n) for (x, y), n in sorted(exact.items())]
    return tuple(sorted(marks + dots, key=lambda m: m.incidents))


def _dot(x: float, y: float) -> str:
    return f"M{x - DOT:g} {y:g}a{DOT} {DOT} 0 1 0 {2 * DOT} 0a{DOT} {DOT} 0 1 0 {-2 * DOT} 0Z"


def _line(frame: Frame, name: str, line: Line) -> MapLine:
    band = shape_of(line)
    return MapLine(
        name=name,
        path=frame.path([[(p.lon_deg, p.lat_deg) for p in line.path]], close=False),
        band=_area_path(frame, band) if isinstance(band, Polygon | MultiPolygon) else "",
    )


def _labels(frame: Frame, towns: Sequence[Town]) -> tuple[MapLabel, ...]:
    """Towns in the order given, without those whose name would cover an earlier one's."""
    placed: list[tuple[float, float]] = []
    labels = []
    for town in towns:
        x, y = frame.xy(town.lon, town.lat)
        if not 0 <= y <= frame.height or any(abs(x - a) < APART[0] and abs(y - b) < APART[1] for a, b in placed):
            continue
        placed.append((x, y))
        labels.append(MapLabel(name=town.name, x=f"{x:g}", y=f"{y:g}"))
    return tuple(labels)


def _scale(frame: Frame, bounds: tuple[float, float, float, float]) -> tuple[int, int]:
    west, south, _, north = bounds
    middle = (south + north) / 2
    metres = float(distance_m(middle, west, middle, west + 1.0))
    units_per_km = frame.per_lon / (metres / 1000)
    km = max((k for k in SCALES_KM if k * units_per_km <= WIDTH / 4), default=SCALES_KM[0])
    return km, round(km * units_per_km)
