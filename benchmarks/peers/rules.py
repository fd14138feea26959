"""Rules of thumb that anybody could apply by hand."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np

from ceasewatch.model.table import Int, ObservationTable, Real

_DAY_US = 86_400_000_000


def singletons(n: int) -> Int:
    """Every report is an event of its own."""
    return np.arange(n, dtype=np.int64)


def place_and_day(table: ObservationTable, *, cell_deg: float) -> Int:
    """Reports of one square of the map on one day (UTC) are one event; those without a place share a square."""
    where = np.stack([np.floor(np.nan_to_num(c, nan=1e6) / cell_deg) for c in (table.lat, table.lon)])
    day = table.start_us // _DAY_US
    return same(zip(*where.tolist(), day.tolist(), strict=True))


def same(keys: Iterable[Hashable]) -> Int:
    """Equal labels for equal keys."""
    codes: dict[Hashable, int] = {}
    return np.array([codes.setdefault(key, len(codes)) for key in keys], np.int64)


def nearest_neighbours(of: Real, to: Real, gate: float) -> tuple[Int, Int]:
    """Pairs of two series whose members are each other's nearest neighbours and at most ``gate`` apart.

    Args:
        of: (n,) sorted instants.
        to: (m,) sorted instants.
        gate: in their unit.
    """
    if not (len(of) and len(to)):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    there, back = _nearest(of, to), _nearest(to, of)
    mutual = (back[there] == np.arange(len(of))) & (np.abs(of - to[there]) <= gate)
    return np.flatnonzero(mutual), there[mutual]


def _nearest(of: Real, to: Real) -> Int:
    right = np.clip(np.searchsorted(to, of), 1, len(to) - 1) if len(to) > 1 else np.zeros(len(of), np.int64)
    left = np.maximum(right - 1, 0)
    nearest: Int = np.where(np.abs(of - to[left]) <= np.abs(of - to[right]), left, right)
    return nearest
