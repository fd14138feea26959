"""Extended B-cubed: B-cubed where one row may be about several events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from scipy import sparse

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Int, Real
from ceasewatch.simulate.score.grouping import Agreement

_BLOCK_PAIRS = 20_000_000


def extended_bcubed(truth_sets: Sequence[Collection[int]], found_sets: Sequence[Collection[int]]) -> Agreement:
    """Agreement of two groupings with overlap (Amigo, Gonzalo, Artiles and Verdejo 2009, Inf. Retrieval 12, section 6).

    With T(e) the true and F(e) the found groups of row e:
    precision = mean over e of mean over e' with F(e) & F(e') not empty of min(|F(e) & F(e')|, |T(e) & T(e')|) /
    |F(e) & F(e')|; recall the same with T and F exchanged. e' = e is included. Equals :func:`bcubed` where every row
    has one group on each side.

    Args:
        truth_sets: n sets of labels; an empty set, and each -1 in one, is a group of the row's own.
        found_sets: n sets of labels, likewise.

    Raises:
        DataError: different numbers of rows.
    """
    if len(truth_sets) != len(found_sets):
        raise DataError(f"{len(truth_sets)} true sets for {len(found_sets)} found ones")
    if not truth_sets:
        return Agreement(1.0, 1.0, 1.0)
    truth, found = _incidence(truth_sets), _incidence(found_sets)
    return Agreement.of(_mean_ratio(found, truth), _mean_ratio(truth, found))


def _incidence(sets: Sequence[Collection[int]]) -> sparse.csr_array:
    """(n, groups) ones and zeros."""
    own = [sorted(set(s)) or [-1] for s in sets]
    row = np.repeat(np.arange(len(own)), [len(s) for s in own])
    label = np.fromiter((x for s in own for x in s), np.int64, len(row))
    lone = label == -1
    kept, codes = np.unique(label[~lone], return_inverse=True)
    column = np.empty(len(row), np.int64)
    column[~lone] = codes
    column[lone] = len(kept) + np.arange(np.count_nonzero(lone))
    ones = np.ones(len(row), np.float64)
    return sparse.csr_array((ones, (row, column)), shape=(len(own), int(column.max()) + 1))


def _mean_ratio(given: sparse.csr_array, asked: sparse.csr_array) -> float:
    """Mean over rows of the mean, over rows that share a group of ``given``, of the share that ``asked`` bears out."""
    total = 0.0
    for rows in _blocks(given):
        shared = given[rows] @ given.T
        both = shared.minimum(asked[rows] @ asked.T)
        ratio = both.multiply(shared.power(-1.0))
        partners = np.diff(sparse.csr_array(shared).indptr)
        total += float(np.sum(_row_sums(ratio) / partners))
    return total / given.shape[0]


def _row_sums(matrix: sparse.csr_array) -> Real:
    return np.asarray(matrix.sum(axis=1), np.float64).ravel()


def _blocks(given: sparse.csr_array) -> Iterator[slice]:
    """Runs of rows whose pairs fit into memory."""
    sizes = np.asarray(given.sum(axis=0)).ravel()
    partners: Int = np.cumsum(given @ sizes).astype(np.int64)
    first = 0
    while first < len(partners):
        before = int(partners[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(partners, before + _BLOCK_PAIRS, side="right")))
        yield slice(first, last)
        first = last
