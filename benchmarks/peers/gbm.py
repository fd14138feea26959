"""A pair model that was taught: gradient-boosted trees on pairs of a world whose truth it is shown.

scikit-learn's ``HistGradientBoostingClassifier``, taught on 12 thousand rows of another seed of the world that it is
then asked about. It knows what no mission has, true groups; it is told nothing of origins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from benchmarks.peers.candidates import Gate, candidates
from benchmarks.peers.links import Links
from benchmarks.peers.rows import BITS
from ceasewatch.model.table import KINDS, OBSERVER_KINDS, Int, Real

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

NUMBERS: Final = ("x", "y", "sd", "t0", "t1", "count")
NOT_TOLD: Final = -9.0


@dataclass(frozen=True)
class PairModel:
    """A taught model."""

    classifier: HistGradientBoostingClassifier
    gate: Gate
    words: bool

    def links(self, rows: pa.Table) -> Links:
        """Its probability for each candidate pair of ``rows``."""
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        left, right = candidates(rows, self.gate, words=self.words)
        if not len(left):
            return Links(len(rows), left, right, np.zeros(0))
        with threadpool_limits(1):  # so that its processor time is its own, and not that of waiting threads
            p = self.classifier.predict_proba(pair_features(rows, left, right, words=self.words))[:, 1]
        return Links(len(rows), left, right, p)


def teach(rows: pa.Table, event: Int, gate: Gate, *, words: bool) -> PairModel:
    """Teach a model.

    Args:
        rows: as :func:`benchmarks.peers.rows.flat` makes them.
        event: (n,) the event of each row; -1 for none.
        gate: which pairs are looked at.
        words: whether texts and addresses are compared.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    left, right = candidates(rows, gate, words=words)
    same = (event[left] == event[right]) & (event[left] >= 0)
    classifier = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.12, max_leaf_nodes=31, random_state=1)
    with threadpool_limits(1):
        classifier.fit(pair_features(rows, left, right, words=words), same)
    return PairModel(classifier, gate, words)


def pair_features(rows: pa.Table, left: Int, right: Int, *, words: bool) -> Real:
    """(m, features) of m pairs; :data:`NOT_TOLD` where one side does not tell."""
    a, b = ({c: rows[c].to_numpy(zero_copy_only=False)[side] for c in NUMBERS} for side in (left, right))
    gap_km = np.hypot(a["x"] - b["x"], a["y"] - b["y"])
    sd = np.hypot(a["sd"], b["sd"])
    gap_s = np.maximum(a["t0"], b["t0"]) - np.minimum(a["t1"], b["t1"])
    middle_s = np.abs(a["t0"] + a["t1"] - b["t0"] - b["t1"]) / 2
    spans = np.sort(np.stack([a["t1"] - a["t0"], b["t1"] - b["t0"]]), axis=0)
    counts = np.sort(np.stack([a["count"], b["count"]]), axis=0)
    columns = [gap_km, sd, gap_km / (sd + 0.05), gap_s, middle_s, *spans, np.log1p(counts[1]) - np.log1p(counts[0])]
    columns += [*counts, np.minimum(a["sd"], b["sd"]), *_codes(rows, left, right)]
    columns += [_equal(rows, name, left, right) for name in ("observer", "weapon", "kind")]
    if words:
        columns += [similarity(rows, left, right), _shared_url(rows, left, right)]
    table = np.stack([np.asarray(c, np.float64) for c in columns], axis=1)
    return np.nan_to_num(table, nan=NOT_TOLD)


def _codes(rows: pa.Table, left: Int, right: Int) -> list[Real]:
    """Kinds and observer kinds of both sides, the smaller code first."""
    out: list[Real] = []
    for name, names in (("kind", KINDS), ("observer_kind", OBSERVER_KINDS)):
        code = {str(value): float(k) for k, value in enumerate(names)}
        codes = np.array([code.get(value, np.nan) for value in rows[name].to_pylist()])
        out += list(np.sort(np.stack([codes[left], codes[right]]), axis=0))
    return out


def _equal(rows: pa.Table, name: str, left: Int, right: Int) -> Real:
    index = rows[name].combine_chunks().dictionary_encode()
    codes = np.where(index.is_valid().to_numpy(zero_copy_only=False), index.indices.fill_null(-1).to_numpy(), -1)
    known = (codes[left] >= 0) & (codes[right] >= 0)
    return np.where(known, codes[left] == codes[right], np.nan)


def similarity(rows: pa.Table, left: Int, right: Int) -> Real:
    """Jaccard similarity of the texts, from their sketches."""
    columns = [rows[f"words{k}"] for k in range(BITS // 64)]
    told = columns[0].is_valid().to_numpy()
    sketch = np.stack([c.fill_null(0).to_numpy() for c in columns])
    differ = np.bitwise_count(sketch[:, left] ^ sketch[:, right]).sum(axis=0)
    return np.where(told[left] & told[right], 1.0 - 2.0 * differ / BITS, np.nan)


def _shared_url(rows: pa.Table, left: Int, right: Int) -> Real:
    urls = [frozenset(u) if u else None for u in rows["urls"].to_pylist()]
    pairs = ((urls[a], urls[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True))
    return np.array([np.nan if u is None or v is None else float(not u.isdisjoint(v)) for u, v in pairs])
