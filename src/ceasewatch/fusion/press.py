"""Which press reports that name a day and a vague place are about one event, by their headlines as well.

An option beside :func:`ceasewatch.fusion.fuse` for sets that hold nothing but such reports: articles of agencies and
registers of names, with a day for a time and a place that is good to kilometres. Two articles about one event need not
be copies of each other, so words count by how rare they are. For a pair within reach,

    log odds = base + day - far d^2 - wide log(S) + words cos - office - crowd log(1 + neighbours)

with d^2 the squared distance in joint standard deviations, S their joint variance in km2, cos the cosine of the two
headlines with each word weighted by log(n / rows that have it), and neighbours the mean number of other reports near
each of the two: where many are told of, an equal day and place say little. Groups are average linkage of the log odds.

Numbers: fitted to the articles behind UCDP's events in Ukraine of 2014 to 2017 (``benchmarks/articles.py``) and
rounded; those of 2018 to 2021 took no part in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from ceasewatch.fusion.echo.reading import read
from ceasewatch.model.table import Int, ObservationTable, Real

_DAY_US: Final = 86_400_000_000
_KM_PER_DEG: Final = 111.195


@dataclass(frozen=True, slots=True)
class PressParameters:
    """Numbers of the pair model.

    Attributes:
        base: log odds before anything is known.
        same_day, next_day: of the two reports; later ones add nothing.
        longest_d: reports more days apart are never linked.
        far: cost of one squared joint standard deviation between the places.
        gate_sigma: places farther apart than this many joint standard deviations are never linked.
        wide: cost of one unit of the logarithm of the joint variance.
        words: of two equal headlines.
        office: cost of one office on two days; it tells things apart.
        office_day: the same on one day.
        crowd: cost of one unit of log(1 + neighbours).
        crowd_d: days that neighbours lie apart at most.
        cut: mean log odds above which two groups are one event.
        limit: log odds of one pair are held between minus and plus this.
    """

    base: float = -0.5
    same_day: float = 4.8
    next_day: float = 3.2
    longest_d: int = 14
    far: float = 0.4
    gate_sigma: float = 4.0
    wide: float = 0.35
    words: float = 2.7
    office: float = 3.4
    office_day: float = 0.0
    crowd: float = 0.7
    crowd_d: int = 3
    cut: float = -1.0
    limit: float = 8.0


PRESS: Final = PressParameters()


@dataclass(frozen=True, slots=True)
class Pairs:
    """k pairs of rows within reach: ``i < j``, days apart, squared distance, and joint variance in km2."""

    i: Int
    j: Int
    days: Int
    squared: Real
    variance: Real


def press_groups(table: ObservationTable, parameters: PressParameters = PRESS) -> Int:
    """Events that the reports are about; a function of the set of rows.

    Args:
        table: n press reports; the day is that of ``reported_us``, rows without geometry are events of their own.
        parameters: numbers of the pair model.

    Returns:
        (n,) smallest row of each row's group.
    """
    pairs = within_reach(table, parameters)
    odds = np.clip(log_odds(table, pairs, parameters), -parameters.limit, parameters.limit)
    n = len(table)
    strong = odds > parameters.cut
    graph = csr_array((np.ones(int(strong.sum())), (pairs.i[strong], pairs.j[strong])), shape=(n, n))
    _, part = connected_components(graph, directed=False)
    order = np.argsort(part, kind="stable")
    known = csr_array((odds + 2 * parameters.limit, (pairs.i, pairs.j)), shape=(n, n))
    label = np.arange(n)
    for rows in np.split(order, np.flatnonzero(np.diff(part[order])) + 1):
        if len(rows) > 1:
            label[rows] = _linked(known, rows, parameters)
    return label


def within_reach(table: ObservationTable, p: PressParameters) -> Pairs:
    """All pairs of rows that lie within the gates of time and place."""
    placed = np.flatnonzero(np.isfinite(table.lat))
    day = (table.reported_us[placed] - 1) // _DAY_US
    order = np.argsort(day, kind="stable")
    row, day = placed[order], day[order]
    last = np.searchsorted(day, day + p.longest_d, side="right")
    count = last - np.arange(len(row)) - 1
    a = np.repeat(np.arange(len(row)), count)
    b = np.arange(len(a)) - np.repeat(np.cumsum(count) - count, count) + a + 1
    days = day[b] - day[a]
    i, j = np.minimum(row[a], row[b]), np.maximum(row[a], row[b])
    north = (table.lat[j] - table.lat[i]) * _KM_PER_DEG
    east = ((table.lon[j] - table.lon[i] + 180.0) % 360.0 - 180.0) * _KM_PER_DEG
    east *= np.cos(np.radians((table.lat[i] + table.lat[j]) / 2))
    var = (table.var_ee + table.var_nn) / 2e6
    variance = var[i] + var[j] + 1.0
    squared = (east**2 + north**2) / variance
    near = squared < p.gate_sigma**2
    return Pairs(i[near], j[near], days[near], squared[near], variance[near])


def log_odds(table: ObservationTable, pairs: Pairs, p: PressParameters) -> Real:
    """(k,) natural logarithms."""
    office = table.observer[pairs.i] == table.observer[pairs.j]
    day = np.select([pairs.days == 0, pairs.days == 1], [p.same_day, p.next_day], 0.0)
    told_apart = np.where(office, np.where(pairs.days == 0, p.office_day, p.office), 0.0)
    crowd = _neighbours(len(table), pairs, p)
    busy = np.log1p((crowd[pairs.i] + crowd[pairs.j]) / 2)
    place = p.far * pairs.squared + p.wide * np.log(pairs.variance)
    odds: Real = p.base + day - place + p.words * _alike(table, pairs) - told_apart - p.crowd * busy
    return odds


def _neighbours(n: int, pairs: Pairs, p: PressParameters) -> Real:
    weight = np.exp(-pairs.squared / 2) * (pairs.days <= p.crowd_d)
    near: Real = np.bincount(pairs.i, weight, n).astype(np.float64) + np.bincount(pairs.j, weight, n)
    return near


def _alike(table: ObservationTable, pairs: Pairs) -> Real:
    """Cosine of the headlines of each pair; words that all share weigh nothing."""
    n = len(table)
    words = [sorted(set(read(text).words)) for text in table.text.tolist()]
    row = np.repeat(np.arange(n), [len(w) for w in words])
    _, column = np.unique(np.array([k for w in words for k in w], np.uint64), return_inverse=True)
    weight = np.log(n / np.bincount(column))[column] if len(column) else np.zeros(0)
    length = np.sqrt(np.bincount(row, weight**2, n))
    matrix = csr_array(
        (weight / np.maximum(length[row], 1e-12), (row, column)), shape=(n, int(column.max(initial=0)) + 1)
    )
    alike: Real = np.asarray((matrix[pairs.i] * matrix[pairs.j]).sum(axis=1)).ravel()
    return alike


def _linked(known: csr_array, rows: Int, p: PressParameters) -> Int:
    """Average linkage of sorted ``rows``; the smallest row of each group. Pairs out of reach have ``-limit``."""
    odds = known[rows][:, rows].toarray()
    corner = np.triu_indices(len(rows), 1)
    told = odds[corner]
    distance = np.where(told > 0, 3 * p.limit - told, 2 * p.limit)
    cluster = fcluster(linkage(distance, "average"), p.limit - p.cut, "distance")
    first = np.full(cluster.max() + 1, rows[-1])
    np.minimum.at(first, cluster, rows)
    return np.asarray(first[cluster], np.int64)
