"""From log odds of pairs to groups, with the probability of each membership.

Average linkage inside each neighbourhood (a connected component of the links), cut where the mean log odds between two
groups fall below the cut. A chain of weak links therefore does not swallow a front: two ends that contradict each other
weigh as much as the link between them. Groups are a function of the set of observations: rows are in the table's
canonical order, every pair of a neighbourhood is evaluated, and ties go to the rows that were recorded first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.cluster.hierarchy import linkage

from ceasewatch.fusion.features import Features
from ceasewatch.fusion.neighbours import links
from ceasewatch.fusion.pairs import FORBIDDEN, log_odds
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.fusion.splitting import components, runs, split
from ceasewatch.model.table import Int, Real

_APART: Final = 1e6
"""Distance of a forbidden pair: no average over ``largest`` members brings it under the cut."""

_BATCH: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Groups:
    """Per row of the table.

    Attributes:
        anchor: row of the earliest-recorded member of the row's group.
        p: probability that the observation is about that happening.
        neighbourhood: smallest row of the connected component; groups never cross it.
    """

    anchor: Int
    p: Real
    neighbourhood: Int


def group(f: Features, parameters: Parameters) -> Groups:
    """Group the rows of ``f``."""
    n = len(f)
    edges = links(f, parameters)
    part = components(n, edges[0], edges[1])
    result = Groups(anchor=np.arange(n), p=np.ones(n), neighbourhood=part)
    sizes = np.bincount(part, minlength=n)[part]
    _join_pairs(result, sizes, edges)
    many = np.flatnonzero(sizes > 2)
    whole = runs(many, part)
    small = [rows for rows in whole if len(rows) <= parameters.largest]
    large = [rows for rows in whole if len(rows) > parameters.largest]
    parts, families = split(f, large, edges, parameters)
    halves = [piece for family in families for piece in family if len(piece) > 1]
    for batch in _batches(small + parts + halves):
        _link(f, batch, parameters, result)
    for family in families:
        rejoin(f, family, parameters, result)
    return replace(result, p=np.round(result.p, 6))


def _join_pairs(groups: Groups, sizes: Int, edges: tuple[Int, Int, Real]) -> None:
    """Neighbourhoods of two: the link between them is all there is."""
    i, j, odds = edges
    two = sizes[i] == 2
    groups.anchor[j[two]] = i[two]
    groups.p[i[two]] = groups.p[j[two]] = 1.0 / (1.0 + np.exp(-odds[two]))


def _batches(pieces: Sequence[Int]) -> Iterator[list[Int]]:
    """``pieces`` in batches of about ``_BATCH`` pairs."""
    batch: list[Int] = []
    pairs = 0
    for rows in pieces:
        batch.append(rows)
        pairs += len(rows) * (len(rows) - 1) // 2
        if pairs > _BATCH:
            yield batch
            batch, pairs = [], 0
    if batch:
        yield batch


def _link(f: Features, pieces: Sequence[Int], parameters: Parameters, groups: Groups) -> None:
    """Average linkage of each piece; writes anchors and probabilities."""
    corners = {n: np.triu_indices(n, 1) for n in {len(rows) for rows in pieces}}
    i = np.concatenate([rows[corners[len(rows)][0]] for rows in pieces])
    j = np.concatenate([rows[corners[len(rows)][1]] for rows in pieces])
    odds = log_odds(f, i, j, parameters)
    at = 0
    for rows in pieces:
        upper = corners[len(rows)]
        own = odds[at : at + len(upper[0])]
        at += len(own)
        label = cluster(own, parameters)
        first = np.full(len(rows), len(rows))
        np.minimum.at(first, label, np.arange(len(rows)))
        groups.anchor[rows] = rows[first[label]]
        groups.p[rows] = membership(own, upper, label, parameters)


def rejoin(f: Features, family: Sequence[Int], parameters: Parameters, groups: Groups) -> None:
    """Join what halving cut through: groups of different pieces, by the log odds of their anchors; writes anchors.

    Groups of one piece stay apart, for average linkage found them so, and so do groups that share an observer. Left
    alone where there are more than ``largest`` groups.
    """
    rows = np.concatenate(family)
    piece = np.repeat(np.arange(len(family)), [len(p) for p in family])
    anchor, first, of = np.unique(groups.anchor[rows], return_index=True, return_inverse=True)
    if not 1 < len(anchor) <= parameters.largest:
        return
    i, j = np.triu_indices(len(anchor), 1)
    odds = log_odds(f, anchor[i], anchor[j], parameters)
    odds[piece[first][i] == piece[first][j]] = FORBIDDEN
    seen = [set(f.observer[rows[of == k]].tolist()) for k in range(len(anchor))]
    for pair in np.flatnonzero(odds > parameters.cut).tolist():
        if seen[int(i[pair])] & seen[int(j[pair])]:
            odds[pair] = FORBIDDEN
    label = cluster(odds, parameters)
    oldest = np.full(len(anchor), len(f))
    np.minimum.at(oldest, label, anchor)
    groups.anchor[rows] = oldest[label[of]]


def cluster(odds: Real, parameters: Parameters) -> Int:
    """Labels 0, 1... by average linkage of n observations.

    Args:
        odds: (n (n - 1) / 2,) log odds in the order of ``numpy.triu_indices(n, 1)``; minus infinity where forbidden.
        parameters: the cut and the limit.
    """
    distance = np.where(np.isfinite(odds), parameters.limit - odds, _APART)
    tree = linkage(distance, method="average")
    n = len(tree) + 1
    label = list(range(n))
    members = [[k] for k in range(n)]
    for left, right, height, _ in tree.tolist():
        if height >= parameters.limit - parameters.cut:
            break
        members.append(members[int(left)] + members[int(right)])
        for k in members[-1]:
            label[k] = len(members) - 1
    return np.unique(label, return_inverse=True)[1].astype(np.int64)


def membership(odds: Real, upper: tuple[Int, Int], label: Int, parameters: Parameters) -> Real:
    """Probability that each observation is about the happening of its group.

    With m_c the mean log odds between the observation and the members of group c, and 1 the odds that it is about
    something that nobody else reported: ``exp(m_own) / (1 + sum over c of exp(m_c))``. One alone has probability 1.
    """
    n = len(label)
    matrix = np.zeros((n, n))
    matrix[upper] = np.maximum(odds, -parameters.limit)
    matrix += matrix.T
    groups = np.eye(int(label.max()) + 1)[label]
    size = groups.sum(0)
    others = size[None, :] - groups
    mean = np.einsum("ij,jc->ic", matrix, groups) / np.maximum(others, 1.0)
    weight = np.where(others > 0, np.exp(mean), 0.0)
    own = weight[np.arange(n), label]
    return np.where(size[label] > 1, own / (1.0 + weight.sum(1)), 1.0)
