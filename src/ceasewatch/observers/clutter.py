"""Reports with nothing behind them: where, when and as what they come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS, Int, Real, Small
from ceasewatch.model.values import Kind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.directions import facing
from ceasewatch.observers.numbers import Numbers
from ceasewatch.observers.offsets import moved, offset_m
from ceasewatch.observers.protocol import Box
from ceasewatch.observers.sites import Sites

_CAUSES: Final = ("thunder", "fireworks", "burning")


def rate_km2_day(numbers: Numbers, conditions: Conditions) -> float:
    """Reports about nothing a square kilometre and day of one observer.

    Args:
        numbers: of the model.
        conditions: scalars; if arrays, their mean counts.
    """
    more = sum(numbers[f"clutter_{cause}"] * float(np.mean(getattr(conditions, cause))) for cause in _CAUSES)
    return (numbers["clutter"] + more) / 1000.0


def box_km2(box: Box) -> float:
    """Area of the box as a rectangle: good to 0.2% for boxes 10 degrees tall."""
    middle, lon = np.array([(box.south + box.north) / 2]), np.array([box.west])
    width, _ = offset_m(middle, lon, middle, np.array([box.east]))
    _, height = offset_m(np.array([box.south]), lon, np.array([box.north]), lon)
    return float(width[0] * height[0]) / 1e6


def scattered(
    sites: Sites, reach_m: Real, box: Box, per_km2: float, rng: np.random.Generator
) -> tuple[Int, Real, Real]:
    """(site, lat, lon) of Poisson many places, ``per_km2`` expected where reach, field of view and box overlap.

    Args:
        sites: m observers.
        reach_m: (m,); inf: the whole box.
        box: where they are looked for.
        per_km2: expected number for one site.
        rng: source of chance.
    """
    disc_km2, whole_km2 = np.pi * (reach_m / 1000.0) ** 2, box_km2(box)
    small = disc_km2 < whole_km2  # thinned from the smaller of the two
    site = np.repeat(np.arange(len(sites)), rng.poisson(per_km2 * np.minimum(disc_km2, whole_km2)))
    u, v = rng.random((2, len(site)))
    r = np.where(small, reach_m, 0.0)[site] * np.sqrt(u)
    lat, lon = moved(sites.lat[site], sites.lon[site], r * np.sin(2 * np.pi * v), r * np.cos(2 * np.pi * v))
    lat = np.where(small[site], lat, box.south + u * (box.north - box.south))
    lon = np.where(small[site], lon, box.west + v * (box.east - box.west))
    inside = (lat >= box.south) & (lat <= box.north) & (lon >= box.west) & (lon <= box.east)
    inside &= facing(sites, site, lat, lon)
    inside &= small[site] | (np.hypot(*offset_m(sites.lat[site], sites.lon[site], lat, lon)) <= reach_m[site])
    return site[inside], lat[inside], lon[inside]


def mimicked(mimics: Mapping[Kind, float], n: int, rng: np.random.Generator) -> Small:
    """(n,) kinds that reports about nothing state; ``mimics`` gives the share of each."""
    shares = np.array(list(mimics.values()))
    index = np.array([KINDS.index(kind) for kind in mimics], np.int8)
    return index[rng.choice(len(index), n, p=shares / shares.sum())]
