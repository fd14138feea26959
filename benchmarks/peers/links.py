"""From scored pairs to groups, with the threshold that the truth likes best: every pair model gets that advantage."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from benchmarks.declare import Figures
from ceasewatch.model.table import Int, Real
from ceasewatch.simulate.score import bcubed, ece, pair_scores

STEPS = 60


@dataclass(frozen=True)
class Links:
    """Scored pairs of ``n`` rows.

    Attributes:
        n: number of rows.
        left, right: (m,) row numbers, left the smaller.
        p: (m,) probability that both are about one event.
    """

    n: int
    left: Int
    right: Int
    p: Real

    def over(self, least: float) -> Links:
        """Those of at least this probability."""
        kept = self.p >= least
        return Links(self.n, self.left[kept], self.right[kept], self.p[kept])

    def ece(self, truth: Int, least: float = 0.01) -> float:
        """Expected calibration error of the probabilities of at least ``least``; a row of no event has no match."""
        told = self.over(least)
        return ece(told.p, (truth[told.left] == truth[told.right]) & (truth[told.left] >= 0))


@dataclass(frozen=True)
class Best:
    """Groups at the threshold with the best pair F1.

    Attributes:
        threshold: least probability of a link, or least mean probability between two groups.
        labels: (n,) group of each row.
        pair_f1: of the groups, over pairs.
        bcubed_f1: of the groups, over rows.
    """

    threshold: float
    labels: Int
    pair_f1: float
    bcubed_f1: float

    def figures(self, name: str) -> Figures:
        """For a report, under ``name``."""
        scores = {"pair_f1": self.pair_f1, "bcubed_f1": self.bcubed_f1, "threshold": self.threshold}
        return {f"{name}_{what}": value for what, value in scores.items()}


def connected(links: Links, threshold: float) -> Int:
    """Connected components of the links at a threshold: how Splink makes clusters."""
    kept = links.over(threshold)
    graph = coo_array((np.ones(len(kept.p), np.int8), (kept.left, kept.right)), shape=(links.n, links.n))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def best_connected(links: Links, truth: Int) -> Best:
    """The best of :data:`STEPS` thresholds, which keep from a hundredth of the links to all, in equal ratios."""
    kept = np.geomspace(max(1.0, len(links.p) / 100), max(1, len(links.p)), STEPS).astype(np.int64)
    cuts = np.unique(np.sort(links.p)[-kept]) if len(links.p) else np.ones(1)
    return _best(truth, [(float(cut), connected(links, float(cut))) for cut in cuts])


def best_average(links: Links, truth: Int, least: float = 0.02) -> Best:
    """Average linkage of the probabilities (a pair that is no link counts 0), cut where the truth likes it best."""
    merges = _average_linkage(links.over(least))
    heights = [height for _, _, height in merges]
    cuts = np.unique(np.quantile(heights, np.linspace(0.0, 1.0, STEPS))) if heights else np.ones(1)
    return _best(truth, [(float(cut), _cut(links.n, merges, float(cut))) for cut in cuts])


def _best(truth: Int, tried: list[tuple[float, Int]]) -> Best:
    scored = [(pair_scores(truth, labels).f1, cut, labels) for cut, labels in tried]
    f1, cut, labels = max(scored, key=lambda row: row[0])
    return Best(cut, labels, f1, bcubed(truth, labels).f1)


def _average_linkage(links: Links) -> list[tuple[int, int, float]]:
    """Merges (kept, merged, mean probability) from the highest mean downwards."""
    total: list[dict[int, float]] = [{} for _ in range(links.n)]
    heap = []
    for a, b, p in zip(links.left.tolist(), links.right.tolist(), links.p.tolist(), strict=True):
        total[a][b] = total[b][a] = p
        heap.append((-p, a, b))
    heapify(heap)
    size, merges = [1] * links.n, []
    while heap:
        negative, a, b = heappop(heap)
        if total[a].get(b, 0.0) / (size[a] * size[b]) != -negative:
            continue  # stale: one side has grown since
        if len(total[a]) < len(total[b]):
            a, b = b, a
        merges.append((a, b, -negative))
        _merge(total, a, b)
        size[a] += size[b]
        for c, sum_p in total[a].items():
            heappush(heap, (-sum_p / (size[a] * size[c]), *sorted((a, c))))
    return merges


def _merge(total: list[dict[int, float]], a: int, b: int) -> None:
    """Give what group ``b`` has in common with others to group ``a``."""
    for c, sum_p in total[b].items():
        del total[c][b]
        if c != a:
            total[a][c] = total[c][a] = total[a].get(c, 0.0) + sum_p
    total[b] = {}


def _cut(n: int, merges: list[tuple[int, int, float]], height: float) -> Int:
    kept = np.array([(a, b) for a, b, at in merges if at >= height], np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(kept), np.int8), (kept[:, 0], kept[:, 1])), shape=(n, n))
    return connected_components(graph, directed=False)[1].astype(np.int64)
