"""Detectability as maps over a grid and a day, and the smallest yield that is seen with 90%. For T1 only (rule 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely

from ceasewatch.coverage.detect import by_the_sun, detectability
from ceasewatch.coverage.watch import Watch
from ceasewatch.geo.geodesic import EARTH_RADIUS_M, point_in_polygon
from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Columns, Int, Real
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.sites import Sites

YIELDS_KG: Final = (1e-3, 1e4)
"""Range in which the smallest yield is sought: a hand-held firework to a large missile."""

PRECISION: Final = 1e-3
"""Of the bisection, in natural logarithms of the yield."""


@dataclass(frozen=True, slots=True)
class Grid(Columns):
    """c cells of a sector.

    Columns, each of length c:
        lat, lon: centres, degrees.
        weight: share of the violations that one expects there; sums to 1.
    """

    lat: Real
    lon: Real
    weight: Real


def grid(shape: shapely.Geometry, step_m: float) -> Grid:
    """Centres of square cells of ``step_m`` that lie in ``shape`` (degrees), equally weighted by area.

    Rows are parallels; columns are spaced so that each cell has the same area. A shape smaller than a cell has one
    cell, at a point inside it.

    Raises:
        DataError: ``step_m`` is not positive, or the shape is empty.
    """
    if step_m <= 0 or shape.is_empty:
        raise DataError(f"no grid of {step_m} m over {shape.geom_type}")
    west, south, east, north = shape.bounds
    d_lat = np.degrees(step_m / EARTH_RADIUS_M)
    lats = np.arange(south + d_lat / 2, north, d_lat)
    rows = [(lat, np.arange(west + d / 2, east, d)) for lat in lats if (d := d_lat / np.cos(np.radians(lat)))]
    lat = np.concatenate([np.full(len(lons), at) for at, lons in rows]) if rows else np.zeros(0)
    lon = np.concatenate([lons for _, lons in rows]) if rows else np.zeros(0)
    inside = point_in_polygon(lat, lon, shape)
    lat, lon = lat[inside], lon[inside]
    if not len(lat):
        point = shape.representative_point()
        lat, lon = np.array([point.y]), np.array([point.x])
    return Grid(lat, lon, np.full(len(lat), 1.0 / len(lat)))


def weighted(cells: Grid, weight: Real) -> Grid:
    """The cells with another prior of where violations happen; scaled to sum to 1.

    Raises:
        DataError: a weight is negative, or all are 0.
    """
    if (weight < 0).any() or not weight.sum() > 0:
        raise DataError("weights of cells are not negative and not all 0")
    return replace(cells, weight=weight / weight.sum())


def moments(start_us: int, end_us: int, count: int = 24) -> Int:
    """The middles of ``count`` equal parts of a period."""
    return (start_us + (np.arange(count) + 0.5) * (end_us - start_us) / count).astype(np.int64)


def detection_map(
    cells: Grid,
    at_us: Int,
    like: Events,
    watch: Watch | Sites,
    conditions: Conditions | None = None,
    *,
    at_least: int = 1,
    odds: float = 1.0,
) -> Real:
    """Probability of being seen, (times, cells).

    Args:
        cells: c places.
        at_us: (t,) moments.
        like: one event whose kind, weapon, count, yield and length are used.
        watch: who watches when.
        conditions: scalars, or (t * c,) with times outermost; by default calm and clear, by the sun.
        at_least: independent observers.
        odds: see :func:`ceasewatch.coverage.detect.detectability`.
    """
    events = copies(like, cells, at_us)
    p = detectability(events, watch, conditions, at_least=at_least, odds=odds)
    return p.reshape(len(at_us), len(cells))


def copies(like: Events, cells: Grid, at_us: Int) -> Events:
    """The event in each cell at each moment, times outermost."""
    n = len(at_us) * len(cells)
    start = np.repeat(at_us, len(cells))
    return Events.make(
        n,
        start_us=start,
        end_us=start + int(like.end_us[0] - like.start_us[0]),
        lat=np.tile(cells.lat, len(at_us)),
        lon=np.tile(cells.lon, len(at_us)),
        kind=like.kind[0],
        weapon=like.weapon[0],
        count=like.count[0],
        yield_kg=like.yield_kg[0],
    )


def smallest_yield(
    cells: Grid,
    at_us: Int,
    like: Events,
    watch: Watch | Sites,
    conditions: Conditions | None = None,
    *,
    p: float = 0.9,
    at_least: int = 1,
) -> Real:
    """(cells,) smallest yield in kg TNT that is seen with probability ``p`` on average over ``at_us``.

    Bisection on log yield in all cells at once; infinite where even the largest yield of :data:`YIELDS_KG` is not seen
    so often, and the smallest of it where that is.
    """
    supposed = copies(like, cells, at_us)
    around = conditions or by_the_sun(supposed)

    def mean(log_yield: Real) -> Real:
        events = replace(supposed, yield_kg=np.tile(np.exp(log_yield), len(at_us)))
        seen = detectability(events, watch, around, at_least=at_least)
        return np.asarray(seen.reshape(len(at_us), len(cells)).mean(axis=0))

    low, high = (np.full(len(cells), np.log(y)) for y in YIELDS_KG)
    never, always = mean(high) < p, mean(low) >= p
    for _ in range(int(np.ceil(np.log2((high[0] - low[0]) / PRECISION)))):
        middle = (low + high) / 2.0
        enough = mean(middle) >= p
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    found = np.where(always, YIELDS_KG[0], np.exp(high))
    return np.where(never, np.inf, found)
