"""Links: pairs of reports that are more likely about one happening than not, found through the index."""

from __future__ import annotations

import numpy as np

from ceasewatch.fusion.copies import copy_odds
from ceasewatch.fusion.grid import LEVELS, across, key_of, level, near, span
from ceasewatch.fusion.index import Index, slot_of
from ceasewatch.fusion.likelihood import pair
from ceasewatch.fusion.packed import MODE, RATE, SPREAD
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import Int, Real


@compiled
def odds(
    real: Real, code: Int, kinds: Real, prior: Real, weapons: Real, numbers: Real, i: int, j: int, cut: float
) -> float:
    """Log odds that reports i and j are about one happening; or, if ``numbers[MODE]`` is 1, that they tell one story.

    Exact where they exceed ``cut``, else anything up to ``cut``.
    """
    if numbers[MODE] == 1.0:
        return copy_odds(real, code, prior, weapons, numbers, i, j, cut)
    rate = real[i, RATE] if real[i, SPREAD] > real[j, SPREAD] else real[j, RATE]
    result: float = pair(real, code, kinds, prior, weapons, numbers, i, j, cut + rate) - rate
    return result


@compiled
def longer_pairs(values: Int) -> Int:
    """``values`` in an array twice as long."""
    out = np.empty((2 * len(values), 2), np.int64)
    for n in range(len(values)):
        out[n, 0], out[n, 1] = values[n, 0], values[n, 1]
    return out


@compiled
def longer(values: Real) -> Real:
    """``values`` in an array twice as long."""
    out = np.empty((2 * len(values), 1))
    for n in range(len(values)):
        out[n, 0] = values[n, 0]
    return out


@compiled
def find_links(
    real: Real,
    code: Int,
    kinds: Real,
    prior: Real,
    weapons: Real,
    numbers: Real,
    names: Int,
    heads: Int,
    follower: Int,
    levels: Int,
    ask: Int,
    every: bool,
    gate: float,
    cut: float,
) -> tuple[Int, Real]:
    """Links of the reports ``ask`` with those in the index.

    ``real`` to ``numbers`` are evidence, ``names`` to ``levels`` those of an :class:`~ceasewatch.fusion.index.Index`.
    With ``every``, links with reports of all levels; else only with those of the same level (each pair once) and of
    coarser ones, which finds all links if everything in the index is asked for. ``gate`` is the reach in standard
    deviations, ``cut`` the log odds above which there is a link.

    Returns:
        (k, 2) pairs (smaller row first) and (k, 1) log odds, in no stated order.
    """
    pairs, found = np.empty((1024, 2), np.int64), np.empty((1024, 1))
    count = 0
    for i in ask:
        own = level(real, code, i, gate)
        for at in range(0 if every else own, LEVELS):
            if levels[at] == 0:
                continue
            south, north, early, late = span(real, code, i, at, gate)
            for line in range(south, north + 1):
                first, last, columns = across(real, code, i, at, line, gate)
                for column in range(first, last + 1):
                    for piece in range(early, late + 1):
                        place = slot_of(names, key_of(at, line, column % columns, piece))
                        j = heads[place] if names[place] != -1 else -1
                        while j >= 0:
                            met = j
                            j = follower[j]
                            if met == i or (at == own and not every and met < i) or not near(real, code, i, met, gate):
                                continue
                            value = odds(real, code, kinds, prior, weapons, numbers, i, met, cut)
                            if value > cut:
                                if count == len(pairs):
                                    pairs, found = longer_pairs(pairs), longer(found)
                                pairs[count, 0], pairs[count, 1] = min(i, met), max(i, met)
                                found[count, 0] = value
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
    index = Index(gate, len(real))
    index.insert(real, code, rows)
    evidence = (real, code, kinds, prior, weapons, numbers)
    held = (index.names, index.heads, index.follower, index.levels)
    return sorted_links(*find_links(*evidence, *held, rows, False, gate, cut))
