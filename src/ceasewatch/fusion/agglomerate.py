"""Groups by joining, time and again, the two of which joining adds most; then every report may move.

Only groups with a link between them are ever joined. Equal gains go to the groups that were recorded first. A
neighbourhood (connected component of the links) is worked through by itself and depends on nothing else.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.fusion.cluster import MOST, gain, gathered, merged_sorted
from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int, Real

_COLUMNS: Final = 5
"""Of a possible joining: what it takes away (less than 0 if it adds), the two groups, and how large they were."""
_EMPTY: Final = 0
"""Passed on as ``int(_EMPTY)``: a literal would be compiled for by itself."""


@compiled
def components(n: int, pairs: Int) -> Int:
    """(n,) smallest row of each row's connected component in the graph with those edges."""
    parent = np.arange(n)
    for e in range(len(pairs)):
        a, b = pairs[e, 0], pairs[e, 1]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        parent[max(a, b)] = min(a, b)
    for i in range(n):
        parent[i] = parent[parent[i]]
    return parent


@compiled
def adjacency(n: int, pairs: Int) -> tuple[Int, Int]:
    """Edges by row: (n + 1,) offsets and (2 k,) neighbours, ascending for each row if ``pairs`` is sorted."""
    first = np.zeros(n + 1, np.int64)
    for e in range(len(pairs)):
        first[pairs[e, 0] + 1] += 1
        first[pairs[e, 1] + 1] += 1
    at, other = np.empty(n, np.int64), np.empty(2 * len(pairs), np.int64)
    for i in range(n):
        first[i + 1] += first[i]
        at[i] = first[i]
    for e in range(len(pairs)):
        a, b = pairs[e, 0], pairs[e, 1]
        other[at[a]], other[at[b]] = b, a
        at[a] += 1
        at[b] += 1
    return first, other


@inner
def _by_part(n: int, pairs: Int) -> tuple[Int, Int]:
    """Links by neighbourhood: their order, and where in it each neighbourhood begins, and the end."""
    part = components(n, pairs)
    place, order = np.zeros(n + 1, np.int64), np.empty(len(pairs), np.int64)
    for e in range(len(pairs)):
        place[part[pairs[e, 0]] + 1] += 1
    begin, count = np.empty(len(pairs) + 1, np.int64), 0
    for i in range(n):
        if place[i + 1]:
            begin[count], count = place[i], count + 1
        place[i + 1] += place[i]
    begin[count] = len(pairs)
    for e in range(len(pairs)):
        at = part[pairs[e, 0]]
        order[place[at]] = e
        place[at] += 1
    return order, begin[: count + 1]


@inner
def _before(heap: Real, i: int, j: int) -> bool:
    """Whether row i is less than row j, compared column by column."""
    for c in range(_COLUMNS):
        if heap[i, c] != heap[j, c]:
            less: bool = heap[i, c] < heap[j, c]
            return less
    return False


@inner
def _swap(heap: Real, i: int, j: int) -> None:
    for c in range(_COLUMNS):
        heap[i, c], heap[j, c] = heap[j, c], heap[i, c]


@inner
def _push(heap: Real, count: int, less: float, a: int, b: int, size: Int) -> Real:
    """``heap``, a binary heap of ``count`` rows with the least first, with one more; longer if need be."""
    if count == len(heap):
        wider = np.empty((2 * count, _COLUMNS))
        for i in range(count):
            for c in range(_COLUMNS):
                wider[i, c] = heap[i, c]
        heap = wider
    heap[count, 0], heap[count, 1], heap[count, 2], heap[count, 3], heap[count, 4] = less, a, b, size[a], size[b]
    at = count
    while at > 0 and _before(heap, at, (at - 1) // 2):
        _swap(heap, at, (at - 1) // 2)
        at = (at - 1) // 2
    return heap


@inner
def _pop(heap: Real, count: int) -> None:
    """Takes out the first row; ``count`` are left."""
    at = int(_EMPTY)
    _swap(heap, at, count)
    while True:
        least = at
        for child in range(2 * at + 1, 2 * at + 3):
            if child < count and _before(heap, child, least):
                least = child
        if least == at:
            return
        _swap(heap, at, least)
        at = least


@inner
def _join(a: int, b: int, size: Int, follower: Int, group: Int) -> None:
    """Group b into group a < b, members staying in order."""
    own, others, both = np.empty(size[a], np.int64), np.empty(size[b], np.int64), np.empty(size[a] + size[b], np.int64)
    n = merged_sorted(own, gathered(a, follower, own), others, gathered(b, follower, others), both)
    for m in range(n):
        follower[both[m]] = both[m + 1] if m + 1 < n else -1
        group[both[m]] = a
    size[a], size[b] = n, 0


@compiled
def agglomerate(
    real: Real, code: Int, kinds: Real, prior: Real, weapons: Real, numbers: Real, pairs: Int, found: Real, first: Int,
    other: Int, group: Int, follower: Int, size: Int, value: Real,
) -> None:  # fmt: skip
    """Joins groups until no joining adds anything.

    ``real`` to ``numbers`` are evidence, ``pairs`` and ``found`` the links and their log odds, ``first`` and ``other``
    the same by row. ``group``, ``follower``, ``size`` and ``value`` (n,) are the group of each row (its smallest
    row), the next member, and of each group its size and worth; they start as groups of one and are overwritten.
    """
    most = MOST + 1
    own, others, both = np.empty(4 * most, np.int64), np.empty(4 * most, np.int64), np.empty(8 * most, np.int64)
    xy, heap = np.empty((8 * most, 2)), np.empty((1024, _COLUMNS))
    seen, joined = np.zeros(len(group), np.int64), 0
    order, begin = _by_part(len(group), pairs)
    for k in range(len(begin) - 1):
        waiting = int(_EMPTY)
        for at in range(begin[k], begin[k + 1]):
            e = order[at]
            heap = _push(heap, waiting, -found[e, 0], pairs[e, 0], pairs[e, 1], size)
            waiting += 1
        while waiting > 0:
            less, a, b = heap[0, 0], int(heap[0, 1]), int(heap[0, 2])
            known = size[a] == heap[0, 3] and size[b] == heap[0, 4]
            waiting -= 1
            _pop(heap, waiting)
            if less >= 0.0 or not known or group[a] != a or group[b] != b:
                continue
            value[a] = value[a] + value[b] - less
            _join(a, b, size, follower, group)
            if size[a] > len(own):
                own = np.empty(2 * size[a], np.int64)
            n = gathered(a, follower, own)
            joined += 1
            seen[a] = joined
            row = a
            while row >= 0:
                for t in range(first[row], first[row + 1]):
                    c = group[other[t]]
                    if seen[c] == joined:
                        continue
                    seen[c] = joined
                    if size[c] > len(others):
                        others = np.empty(2 * size[c], np.int64)
                    nc = gathered(c, follower, others)
                    plus = gain(
                        real, code, kinds, prior, weapons, numbers, own, n, others, nc, value[a] + value[c], both, xy
                    )
                    if plus > 0.0:
                        heap = _push(heap, waiting, -plus, a if a < c else c, c if a < c else a, size)
                        waiting += 1
                row = follower[row]
