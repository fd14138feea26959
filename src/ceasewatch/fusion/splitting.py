"""Neighbourhoods that are too large for average linkage at once, taken apart by a stated rule.

1. Weak links are dropped: the bar rises in steps of 0.5 until every part is small enough.
2. What still holds together at the highest bar, or would fall to pieces at the next one because its links are all
   alike (hundreds of reports of one happening), is halved across its longer side, at the median, until it is. What the
   halves have in common is joined again (:func:`ceasewatch.fusion.groups.rejoin`).

Both depend only on the members of the neighbourhood, so they are the same in bulk and online.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ceasewatch.fusion.features import Features
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.model.table import Int, Real

_STEP: Final = 0.5


def components(n: int, i: Int, j: Int) -> Int:
    """Smallest row of each row's connected component in the graph of n rows with links (i, j)."""
    graph = coo_array((np.ones(len(i), np.int8), (i, j)), shape=(n, n))
    count, label = connected_components(graph, directed=False)
    first = np.full(count, n, dtype=np.int64)
    np.minimum.at(first, label, np.arange(n))
    return first[label]


def split(
    f: Features, large: list[Int], edges: tuple[Int, Int, Real], parameters: Parameters
) -> tuple[list[Int], list[list[Int]]]:
    """Parts of at most ``largest`` rows each, sorted rows within, for every neighbourhood in ``large``.

    Returns:
        The parts that stand by themselves, and the families of parts that were halved.
    """
    parts: list[Int] = []
    families: list[list[Int]] = []
    bar = parameters.cut
    while large and bar < parameters.limit:
        bar += _STEP
        strong = edges[2] > bar
        label = components(len(f), edges[0][strong], edges[1][strong])
        size = np.bincount(label, minlength=len(f))[label]
        whole = [rows for rows in large if 2 * int((size[rows] == 1).sum()) <= len(rows)]
        families += [
            _halve(f, rows, parameters.largest) for rows in large if 2 * int((size[rows] == 1).sum()) > len(rows)
        ]
        fresh = runs(np.concatenate([*whole, np.zeros(0, np.int64)]), label)
        parts += [p for p in fresh if len(p) <= parameters.largest]
        large = [p for p in fresh if len(p) > parameters.largest]
    families += [_halve(f, piece, parameters.largest) for piece in large]
    return [p for p in parts if len(p) > 1], families


def runs(rows: Int, label: Int) -> list[Int]:
    """``rows`` by equal label, each part sorted."""
    rows = rows[np.lexsort((rows, label[rows]))]
    return np.split(rows, np.flatnonzero(np.diff(label[rows])) + 1) if len(rows) else []


def _halve(f: Features, rows: Int, largest: int) -> list[Int]:
    if len(rows) <= largest:
        return [rows]
    lat, lon = f.table.lat[rows], f.table.lon[rows]
    if np.isnan(lat).any():  # named areas have no sides: cut in time
        along = f.start_d[rows]
    else:
        wide = np.ptp(lon) * np.cos(np.radians(lat.mean())) > np.ptp(lat)
        along = lon if wide else lat
    order = np.lexsort((rows, along))
    middle = len(rows) // 2
    return _halve(f, np.sort(rows[order[:middle]]), largest) + _halve(f, np.sort(rows[order[middle:]]), largest)
