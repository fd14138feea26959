"""Whether copies of one origin were recognised as one source."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Int
from ceasewatch.simulate.score.grouping import Agreement, dense, largest_first, pair_scores


class EchoScore(NamedTuple):
    """How well origins were told.

    Attributes:
        right: of the rows that are copies (their origin has two rows or more), the share that lies in the family which
            holds most of its origin; NaN if there are no copies.
        false: of all rows, the share that was put into a family whose largest part is of another origin.
        pairs: agreement over pairs of rows.
        origins_true: number of different origins.
        origins_found: number of families.
    """

    right: float
    false: float
    pairs: Agreement
    origins_true: int
    origins_found: int


def echo_accuracy(truth: ArrayLike, found: ArrayLike) -> EchoScore:
    """Compare families of copies with the true origins.

    A family stands for the origin that most of its rows have, an origin for the family that holds most of its rows;
    where two are equal the smaller label stands.

    Args:
        truth: (n,) true origin of each row; -1 is an origin of its own.
        found: (n,) family that each row was put into, likewise.
    """
    origin, family = dense(truth), dense(found)
    if len(origin) != len(family):
        raise DataError(f"{len(origin)} true origins for {len(family)} families")
    copies = np.bincount(origin)[origin] > 1 if len(origin) else np.zeros(0, np.bool_)
    kept = _plurality(origin, family)[origin] == family
    false = _plurality(family, origin)[family] != origin
    return EchoScore(
        right=float(np.mean(kept[copies])) if copies.any() else float("nan"),
        false=float(np.mean(false)) if len(false) else 0.0,
        pairs=pair_scores(origin, family),
        origins_true=int(origin.max()) + 1 if len(origin) else 0,
        origins_found=int(family.max()) + 1 if len(family) else 0,
    )


def _plurality(group: Int, value: Int) -> Int:
    """For each group 0..k-1 the value that most of its rows have, the smallest of equals."""
    if not len(group):
        return np.zeros(0, np.int64)
    width = int(value.max()) + 1
    cells, sizes = np.unique(group * width + value, return_counts=True)
    of, what = np.divmod(cells, width)
    order = largest_first(of, sizes)
    first = np.searchsorted(of[order], np.arange(int(group.max()) + 1))
    best: Int = what[order][first]
    return best
