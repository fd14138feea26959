"""Days on which a clause binds and a line or zone has no geometry; figures that are not what they seem."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely

from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.places import Figure, Version
from ceasewatch.agreement.rules import Rule
from ceasewatch.agreement.terms import leaves
from ceasewatch.agreement.tools.apart import shape
from ceasewatch.agreement.tools.flaw import Flaw, error, warning
from ceasewatch.agreement.tools.walk import named
from ceasewatch.geo.geodesic import distance_m, polygon_area_m2
from ceasewatch.model.clause import Moment
from ceasewatch.model.time import from_us, to_us

_FIRST, _LAST = int(np.iinfo(np.int64).min), int(np.iinfo(np.int64).max)
_FAR_M: Final = 1_000_000.0
"""A leg of a line that is longer was hardly drawn on purpose."""
_LARGE_M2: Final = 5e12
"""So is a zone that is larger than half a continent."""


def gaps(pack: Pack) -> Iterator[Flaw]:
    """Of every clause and figure that it needs."""
    for rule in pack.rules:
        begin, end = rule.entry.valid_from, rule.entry.valid_to
        for figure in _needed(rule, pack):
            yield from _between(rule.clause.id, figure, begin, end)
    for clause in pack.file.clauses:
        for name in sorted(named(clause.rule, "zone", "zones") & pack.zones.keys()):
            yield from _between(clause.id, pack.zones[name], clause.valid_from, clause.valid_to)


def _needed(rule: Rule, pack: Pack) -> list[Figure]:
    terms = [t for t in (rule.place, rule.near, *(s.term for s in rule.savings)) if t is not None]
    placed = [leaf for t in terms for leaf in leaves(t) if leaf.zone or leaf.nearer or leaf.side]
    return list({(f.id, f.closed): f for f in (pack.ground.boundary(p).figure for p in placed)}.values())


def _between(clause: str, figure: Figure, begin: Moment | None, end: Moment | None) -> Iterator[Flaw]:
    first = to_us(begin.at) if begin else figure.versions[0].from_us
    last = to_us(end.at) if end else _LAST
    open_ = list(uncovered(figure, first, last))
    what = f"{'zone' if figure.closed else 'line'} {figure.id!r}"
    if open_ == [(first, last)]:
        yield error(clause, f"{what} has no geometry on any day on which the clause binds", "see the dates of both")
        return
    for start, stop in open_:
        until = "" if stop == _LAST else f" until {_day(stop)}"
        todo = "add a version for those days; until then nobody can tell, and the result is undetermined"
        yield warning(clause, f"{what} has no geometry from {_day(start)}{until}, while the clause binds", todo)


def uncovered(figure: Figure, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Stretches of ``[first, last)`` in microseconds for which the figure has no version."""
    at = first
    for version in figure.versions:
        if version.from_us > at and at < last:
            yield at, min(version.from_us, last)
        at = max(at, version.to_us)
    if at < last:
        yield at, last


def _day(us: int) -> str:
    return "the beginning" if us == _FIRST else f"{from_us(us):%Y-%m-%d %H:%MZ}"


def shapes(pack: Pack) -> Iterator[Flaw]:
    """Figures that are absurdly large, smaller than what is known of them, or lines that cross themselves."""
    for file, figures in ((pack.file.lines, pack.lines), (pack.file.zones, pack.zones)):
        for figure in figures.values():
            for n, version in enumerate(figure.versions):
                name = f"{'zone' if figure.closed else 'line'} {figure.id!r}, version {n + 1}"
                yield from (warning("", f"{name} {what}", todo, file) for what, todo in _odd(version, figure.closed))


def _odd(v: Version, closed: bool) -> Iterator[tuple[str, str]]:
    legs = np.asarray(distance_m(v.lat[:-1], v.lon[:-1], v.lat[1:], v.lon[1:]))
    if legs.max() > _FAR_M:
        yield f"has a leg of {legs.max() / 1000:.0f} km", "see whether longitude and latitude were exchanged"
    if not closed:
        if not shapely.is_simple(shape(v)):
            yield "crosses itself, so its sides are not told apart everywhere", "redraw it"
        return
    area = polygon_area_m2(shapely.Polygon(np.column_stack([v.lon, v.lat])))
    drawn = 1.96 * v.sigma_m
    if area > _LARGE_M2:
        yield f"has an area of {area / 1e6:.0f} km2", "see whether its vertices are right"
    if area < drawn**2:
        yield f"is smaller ({area / 1e6:.2f} km2) than its outline is known", "see its uncertainty"
