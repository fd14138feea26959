"""Links: pairs of reports that are more likely about one happening than not, found cell by cell."""

from __future__ import annotations

import numpy as np

from ceasewatch.fusion.cells import MIDDLE, Cells, beside, longer_pairs, together
from ceasewatch.fusion.copies import copy_odds
from ceasewatch.fusion.likelihood import pair
from ceasewatch.fusion.packed import MODE, RATE, SPREAD
from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int, Real


@compiled
def odds(
    real: Real, code: Int, kinds: Real, prior: Real, weapons: Real, numbers: Real, i: int, j: int, cut: float
) -> float:
    """Log odds that reports i and j are about one happening; or, if ``numbers[MODE]`` is 1, that they tell one story.

    Exact where they exceed ``cut``, else anything up to ``cut``.
    """
    if numbers[MODE] == 1.0:
        return copy_odds(real, code, weapons, numbers, i, j, cut)
    rate = real[i, RATE] if real[i, SPREAD] > real[j, SPREAD] else real[j, RATE]
    result: float = pair(real, code, kinds, prior, weapons, numbers, i, j, cut + rate) - rate
    return result


@inner
def _longer(values: Real) -> Real:
    """``values`` in an array twice as long."""
    out = np.empty((2 * len(values), 1))
    for n in range(len(values)):
        out[n, 0] = values[n, 0]
    return out


@compiled
def meet(
    real: Real,
    code: Int,
    kinds: Real,
    prior: Real,
    weapons: Real,
    numbers: Real,
    rows: Int,
    place: Real,
    first: Int,
    names: Int,
    begin: Int,
    box: Real,
    reach: Real,
    gate: float,
    cut: float,
) -> tuple[Int, Real]:
    """Links among reports: ``real`` to ``numbers`` are evidence, ``rows`` to ``reach`` those of a :class:`Cells`.

    ``gate`` is the reach in standard deviations, ``cut`` the log odds above which there is a link.

    Returns:
        (k, 2) pairs (smaller row first) and (k, 1) log odds, in no stated order.
    """
    pairs, found, near = np.empty((1024, 2), np.int64), np.empty((1024, 1)), np.empty((1024, 2), np.int64)
    count = 0
    for c in range(len(names)):
        for d in beside(names, begin, box, reach, place[first[c + 1] - 1, MIDDLE], c, gate):
            near, met = together(place, first, box, c, d, gate, near, 0)
            for n in range(met):
                one, two = rows[near[n, 0]], rows[near[n, 1]]
                i, j = min(one, two), max(one, two)
                value = odds(real, code, kinds, prior, weapons, numbers, i, j, cut)
                if value > cut:
                    if count == len(pairs):
                        pairs, found = longer_pairs(pairs), _longer(found)
                    pairs[count, 0], pairs[count, 1], found[count, 0] = i, j, value
                    count += 1
    return pairs[:count], found[:count]


def sorted_links(pairs: Int, found: Real) -> tuple[Int, Real]:
    """The links in order of (smaller row, larger row), each once."""
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    pairs, found = pairs[order], found[order]
    new = np.ones(len(pairs), bool)
    new[1:] = (np.diff(pairs, axis=0) != 0).any(axis=1)
    return pairs[new], found[new]


def links_in(
    real: Real, code: Int, kinds: Real, prior: Real, weapons: Real, numbers: Real, rows: Int, gate: float, cut: float
) -> tuple[Int, Real]:
    """All links among ``rows``, sorted."""
    at = Cells.of(real, code, rows, gate)
    evidence = (real, code, kinds, prior, weapons, numbers)
    return sorted_links(*meet(*evidence, at.rows, at.place, at.first, at.names, at.begin, at.box, at.reach, gate, cut))
