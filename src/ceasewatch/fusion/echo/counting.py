"""How many of an incident's reports are independent of each other."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ceasewatch.model.table import Int


def sources(incident: Int, *same: Int) -> Int:
    """Which memberships of an incident rest on one source.

    Two members of one incident are one source where any of the columns says so, and so is whoever stands between: a
    copy of a copy, two outlets that state one origin, one observer who reports twice.

    Args:
        incident: (m,) incident of each membership.
        same: columns (m,) of keys that tell one source, such as family of copies, stated origin, observer; a negative
            key tells nothing.

    Returns:
        (m,) the first membership of the same incident that rests on the same source.
    """
    m = len(incident)
    rows, names = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    taken = m
    for column in same:
        told = np.flatnonzero(column >= 0)
        _, name = np.unique(_pairs(incident[told], column[told]), return_inverse=True)
        rows.append(told)
        names.append(taken + name)
        taken += int(name.max(initial=-1)) + 1
    row, name = np.concatenate(rows), np.concatenate(names)
    graph = coo_array((np.ones(len(row), np.int8), (row, name)), shape=(taken, taken))
    count, label = connected_components(graph, directed=False)
    first = np.full(count, m, np.int64)
    np.minimum.at(first, label[:m], np.arange(m))
    return first[label[:m]]


def distinct(incident: Int, key: Int, incidents: int) -> Int:
    """(incidents,) number of distinct keys among the memberships of each incident."""
    _, first = np.unique(_pairs(incident, key), return_index=True)
    return np.bincount(incident[first], minlength=incidents).astype(np.int64)


def _pairs(a: Int, b: Int) -> Int:
    """One number for each distinct pair."""
    _, code = np.unique(b, return_inverse=True)
    pairs: Int = a * (int(code.max(initial=0)) + 1) + code
    return pairs
