"""Agreement of two groupings of the same rows: over pairs, and B-cubed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Int, Real


class Agreement(NamedTuple):
    """Precision, recall and their harmonic mean; each is 1 where there is nothing to be wrong about."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, precision: float, recall: float) -> Agreement:
        """With the harmonic mean worked out."""
        total = precision + recall
        return cls(precision, recall, 2 * precision * recall / total if total else 0.0)


class _Contingency(NamedTuple):
    """Sizes (n,) of each row's true group, found group, and the part they share; ``cells`` are the parts' sizes."""

    truth: Int
    found: Int
    both: Int
    cells: Int


def dense(labels: ArrayLike) -> Int:
    """Labels 0..k-1 for the same grouping; every -1 becomes a label of its own.

    Args:
        labels: (n,) integers.

    Raises:
        DataError: not one-dimensional, or not integers.
    """
    given = np.asarray(labels)
    if given.ndim != 1 or (given.size and given.dtype.kind not in "iu"):
        raise DataError(f"labels must be one column of integers, not {given.ndim} dimensions of {given.dtype}")
    numbers = given.astype(np.int64)
    lone = numbers == -1
    codes = np.empty(len(numbers), np.int64)
    kept, codes[~lone] = np.unique(numbers[~lone], return_inverse=True)
    codes[lone] = len(kept) + np.arange(np.count_nonzero(lone))
    return codes


def pair_scores(truth: ArrayLike, found: ArrayLike) -> Agreement:
    """Of the pairs that were put together, the share that belongs together, and the other way round.

    With n_ij rows in true group i and found group j, and c(n) = n (n - 1) / 2: precision = sum c(n_ij) / sum c(n_.j),
    recall = sum c(n_ij) / sum c(n_i.).

    Args:
        truth: (n,) labels; -1 is a row of its own.
        found: (n,) labels, likewise.
    """
    counted = _contingency(truth, found)
    right = _pairs(counted.cells)
    together, belonging = _row_pairs(counted.found), _row_pairs(counted.truth)
    return Agreement.of(right / together if together else 1.0, right / belonging if belonging else 1.0)


def bcubed(truth: ArrayLike, found: ArrayLike) -> Agreement:
    """B-cubed (Bagga and Baldwin 1998, LREC workshop): the same question asked for each row, then averaged.

    precision = mean over rows of n_ij / n_.j, recall = mean over rows of n_ij / n_i., the row itself included.

    Args:
        truth: (n,) labels; -1 is a row of its own.
        found: (n,) labels, likewise.
    """
    counted = _contingency(truth, found)
    if not len(counted.both):
        return Agreement(1.0, 1.0, 1.0)
    return Agreement.of(float(np.mean(counted.both / counted.found)), float(np.mean(counted.both / counted.truth)))


def _contingency(truth: ArrayLike, found: ArrayLike) -> _Contingency:
    a, b = dense(truth), dense(found)
    if len(a) != len(b):
        raise DataError(f"{len(a)} true labels for {len(b)} found ones")
    width = int(b.max()) + 1 if len(b) else 1
    _, cell, cells = np.unique(a * width + b, return_inverse=True, return_counts=True)
    return _Contingency(np.bincount(a)[a], np.bincount(b)[b], cells[cell], cells)


def largest_first(group: Int, sizes: Int) -> Int:
    """Order of cells by group, then by falling size; ``group`` is sorted, and cells of one size keep their order."""
    most = int(sizes.max(initial=0)) + 1
    return np.argsort(group * most + (most - 1 - sizes), kind="stable")


def _pairs(sizes: Int) -> float:
    exact: Real = sizes.astype(np.float64)
    return float(np.sum(exact * (exact - 1)) / 2)


def _row_pairs(sizes_of_rows: Int) -> float:
    """Pairs within groups, from each row's group size: every row has size - 1 partners, each pair counted twice."""
    return float(np.sum(sizes_of_rows - 1.0) / 2)
