"""Groups by joining, time and again, the two of which joining adds most; then every report may move.

Only groups with a link between them are ever joined. Equal gains go to the groups that were recorded first. A
neighbourhood (connected component of the links) is worked through by itself and depends on nothing else.
"""

from __future__ import annotations

import heapq

import numpy as np

from ceasewatch.fusion.cluster import MOST, gain, gathered, merged_sorted
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import Int, Real


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


@compiled
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


@compiled
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
    real: Real,
    code: Int,
    kinds: Real,
    prior: Real,
    weapons: Real,
    numbers: Real,
    pairs: Int,
    found: Real,
    first: Int,
    other: Int,
    group: Int,
    follower: Int,
    size: Int,
    value: Real,
) -> None:
    """Joins groups until no joining adds anything.

    ``real`` to ``numbers`` are evidence, ``pairs`` and ``found`` the links and their log odds, ``first`` and ``other``
    the same by row. ``group``, ``follower``, ``size`` and ``value`` (n,) are the group of each row (its smallest
    row), the next member, and of each group its size and worth; they start as groups of one and are overwritten.
    """
    most = MOST + 1
    own, others, both = np.empty(4 * most, np.int64), np.empty(4 * most, np.int64), np.empty(8 * most, np.int64)
    xy = np.empty((8 * most, 2))
    seen, joined = np.zeros(len(group), np.int64), 0
    order, begin = _by_part(len(group), pairs)
    for k in range(len(begin) - 1):
        heap = [(-found[e, 0], pairs[e, 0], pairs[e, 1], 1, 1) for e in order[begin[k] : begin[k + 1]]]
        heapq.heapify(heap)
        while heap:
            less, a, b, na, nb = heapq.heappop(heap)
            if less >= 0.0 or size[a] != na or size[b] != nb or group[a] != a or group[b] != b:
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
                        heapq.heappush(heap, (-plus, min(a, c), max(a, c), size[min(a, c)], size[max(a, c)]))
                row = follower[row]
