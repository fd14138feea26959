"""Lines and zones of one text beside those of another: area in km2, and how far they were moved in km."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import shapely

from ceasewatch.agreement.places import Figure, Version
from ceasewatch.agreement.scene import Ground
from ceasewatch.agreement.tools.apart import distances_m
from ceasewatch.geo.geodesic import polygon_area_m2

_STILL_M: Final = 1.0
Told = tuple[str, str, str, str]
"""Which, before, after, note."""


def moved(a: Ground, b: Ground) -> Iterator[Told]:
    """Figures that were added, dropped, moved, or hold for another time; they are matched by id."""
    yield from _figures("line", a.lines, b.lines)
    yield from _figures("zone", a.zones, b.zones)


def _figures(what: str, a: Mapping[str, Figure], b: Mapping[str, Figure]) -> Iterator[Told]:
    for name in dict.fromkeys((*a, *b)):
        mine, other = a.get(name), b.get(name)
        if mine is None or other is None:
            before, after = ("" if f is None else f.versions[-1].note.name for f in (mine, other))
            yield f"{what} {name}", before, after, "added" if mine is None else "dropped"
        else:
            yield from _versions(f"{what} {name}", mine, other)


def _versions(name: str, a: Figure, b: Figure) -> Iterator[Told]:
    for n, (v, w) in enumerate(itertools.zip_longest(a.versions, b.versions)):
        which = name if len(a.versions) == len(b.versions) == 1 else f"{name}, version {n + 1}"
        if v is None or w is None:
            yield which, _time(v), _time(w), "added" if v is None else "dropped"
            continue
        if _time(v) != _time(w):
            yield which, _time(v), _time(w), "holds for another time"
        far = np.concatenate([distances_m(w, v), distances_m(v, w)])
        if far.max() > _STILL_M:
            note = f"moved by {far.mean() / 1000:.2f} km on average, {far.max() / 1000:.2f} km at most"
            yield which, _size(v, a.closed), _size(w, b.closed), note


def _time(v: Version | None) -> str:
    if v is None:
        return ""
    begin, end = (f"{t:%Y-%m-%d %H:%MZ}" if t else "open" for t in (v.note.valid_from, v.note.valid_to))
    return f"{begin} to {end}"


def _size(v: Version, closed: bool) -> str:
    if not closed:
        return f"{len(v.lat)} vertices"
    return f"{polygon_area_m2(shapely.Polygon(np.column_stack([v.lon, v.lat]))) / 1e6:.1f} km2"
