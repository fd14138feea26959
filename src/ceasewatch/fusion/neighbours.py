"""Candidate pairs: observations near enough in place and time to be worth comparing.

A grid index only. It never decides: each pair that could have positive log odds is among the candidates (cells are as
large as the widest gate of the observations in them), and :mod:`ceasewatch.fusion.pairs` evaluates each exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.fusion.features import Features, Flags
from ceasewatch.fusion.pairs import log_odds
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.model.table import Int, Real

LEVELS_M: Final = (800.0, 3_000.0, 12_000.0, 50_000.0)
"""Upper bounds of ``sigma_m``; each level has a grid of its own."""

_M_PER_DEG: Final = 110_500.0
_CHUNK: Final = 1 << 20
_ROW_BITS, _COLUMN_BITS, _CLASS_BITS = 14, 16, 6


@dataclass(frozen=True, slots=True)
class Entries:
    """Observations by day: one entry for each day that an observation touches."""

    row: Int
    day: Int
    first_day: Int


def day_range(start_d: Real, end_d: Real) -> tuple[Int, Int]:
    """First and last day (since 1970 UTC) that each interval touches; a closing midnight is not touched."""
    first = np.floor(start_d).astype(np.int64)
    return first, np.maximum(first, np.ceil(end_d).astype(np.int64) - 1)


def by_day(f: Features, rows: Int) -> Entries:
    """``rows`` once for each day that they touch."""
    first, last = day_range(f.start_d, f.end_d)
    repeat = (last - first + 1)[rows]
    row = np.repeat(rows, repeat)
    start = np.repeat(np.cumsum(repeat) - repeat, repeat)
    day = first[row] + np.arange(len(row)) - start
    return Entries(row=row, day=day, first_day=first[row])


def _ranges(low: Int, high: Int) -> Iterator[tuple[Int, Int]]:
    """(query, target) index pairs of the half-open ranges ``low:high``, in chunks of bounded size."""
    length = high - low
    ends = np.cumsum(length)
    done, n = 0, len(length)
    while done < n:
        base = ends[done - 1] if done else 0
        stop = max(done + 1, int(np.searchsorted(ends, base + _CHUNK, side="right")))
        part = slice(done, stop)
        query = np.repeat(np.arange(done, stop), length[part])
        offset = np.arange(len(query)) - np.repeat(ends[part] - length[part] - base, length[part])
        yield query, np.repeat(low[part], length[part]) + offset
        done = stop


def _key(cls: Int, day: Int, line: Int, column: Int) -> Int:
    """One integer in the order of (class, day, line, column)."""
    shifted = ((cls << 18) | (day & 0x3FFFF)) << _ROW_BITS
    return ((shifted | line) << _COLUMN_BITS) | column


def _placed_pairs(f: Features, p: Parameters) -> Iterator[tuple[Int, Int]]:
    rows = np.flatnonzero(f.joins & (f.name < 0))
    entries = by_day(f, rows)
    level = np.searchsorted(np.array(LEVELS_M), f.sigma_m[entries.row])
    for at, sigma_m in enumerate(LEVELS_M):
        coarse = np.flatnonzero(level == at)
        if len(coarse):
            cell_deg = 1.05 * np.sqrt(2) * p.gate_sigma * sigma_m / _M_PER_DEG
            yield from _grid_pairs(f, entries, coarse, np.flatnonzero(level <= at), level == at, cell_deg)


def _columns(lon: Real, line: Int, cell_deg: float) -> Real:
    """Column (a real number) of a longitude in a line of the grid; longitudes run from -540 to 540 degrees."""
    cos = np.maximum(0.05, np.cos(np.radians((line + 0.5) * cell_deg - 90.0)))
    column: Real = (lon + 540.0) * cos / cell_deg
    return column


def _grid_pairs(
    f: Features, e: Entries, coarse: Int, all_: Int, same_level: Flags, cell: float
) -> Iterator[tuple[Int, Int]]:
    lat, lon, cls = f.table.lat[e.row], f.table.lon[e.row], f.cls[e.row]
    line = np.floor((lat + 90.0) / cell).astype(np.int64)
    target = np.concatenate([all_, all_[lon[all_] < -170.0], all_[lon[all_] > 170.0]])
    turn = np.concatenate(
        [np.zeros(len(all_)), np.full((lon[all_] < -170).sum(), 360.0), np.full((lon[all_] > 170).sum(), -360.0)]
    )
    column = np.floor(_columns(lon[target] + turn, line[target], cell)).astype(np.int64)
    keys = _key(cls[target], e.day[target], line[target], column)
    order = np.argsort(keys, kind="stable")
    keys, target = keys[order], target[order]
    for step in (-1, 0, 1):
        row = line[coarse] + step
        middle = _columns(lon[coarse], row, cell)
        low = np.searchsorted(keys, _key(cls[coarse], e.day[coarse], row, np.floor(middle - 1.1).astype(np.int64)))
        high = np.searchsorted(
            keys, _key(cls[coarse], e.day[coarse], row, np.floor(middle + 1.1).astype(np.int64)), side="right"
        )
        for query, hit in _ranges(low, high):
            a, b = coarse[query], target[hit]
            once = (e.row[a] < e.row[b]) | ~same_level[b]
            once &= e.day[a] == np.maximum(e.first_day[a], e.first_day[b])
            yield e.row[a[once]], e.row[b[once]]


def _named_pairs(f: Features) -> Iterator[tuple[Int, Int]]:
    rows = np.flatnonzero(f.joins & (f.name >= 0))
    e = by_day(f, rows)
    keys = (f.name[e.row] << 26 | (e.day & 0x3FFFF) << 8) | f.best[e.row]
    order = np.argsort(keys, kind="stable")
    keys, entry = keys[order], order
    position = np.arange(len(keys))
    high = np.searchsorted(keys, keys, side="right")
    for query, hit in _ranges(position + 1, np.maximum(high, position + 1)):
        a, b = entry[query], entry[hit]
        once = e.day[a] == np.maximum(e.first_day[a], e.first_day[b])
        yield e.row[a[once]], e.row[b[once]]


def links(f: Features, p: Parameters, *, only: Flags | None = None) -> tuple[Int, Int, Real]:
    """All pairs (i, j) whose log odds exceed the cut, with the log odds; i < j, each pair once, in no stated order.

    Args:
        f: features of n observations.
        p: the numbers.
        only: (n,) pairs without any of these rows are left out; all pairs if not given.
    """
    found: list[tuple[Int, Int, Real]] = []
    for source in (_placed_pairs(f, p), _named_pairs(f)):
        for a, b in source:
            i, j = np.minimum(a, b), np.maximum(a, b)
            if only is not None:
                chosen = only[i] | only[j]
                i, j = i[chosen], j[chosen]
            odds = log_odds(f, i, j, p)
            kept = odds > p.cut
            found.append((i[kept], j[kept], odds[kept]))
    if not found:
        empty = np.zeros(0, np.int64)
        return empty, empty, np.zeros(0)
    return (
        np.concatenate([x[0] for x in found]),
        np.concatenate([x[1] for x in found]),
        np.concatenate([x[2] for x in found]),
    )
