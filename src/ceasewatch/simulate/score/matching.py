"""Which found incident stands for which true event, so that their values can be compared."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Int


class Matches(NamedTuple):
    """m pairs, one to one, in order of the event.

    Attributes:
        event: (m,) label of the true event.
        incident: (m,) label of the incident.
        shared: (m,) rows that both have.
    """

    event: Int
    incident: Int
    shared: Int


def matches(truth: ArrayLike, found: ArrayLike) -> Matches:
    """Pairs of event and incident each of which holds most of the other's rows.

    The incident holds more of the event's rows than any other incident does, and the event has more of the incident's
    rows than any other event; the smaller label of equals. Rows about nothing (-1) and rows in no incident match
    nothing.

    Args:
        truth: (n,) label of the event that each row is about; -1: about nothing.
        found: (n,) label of the incident that holds it; -1: none.

    Raises:
        DataError: different lengths.
    """
    event, incident = np.asarray(truth, np.int64), np.asarray(found, np.int64)
    if event.shape != incident.shape or event.ndim != 1:
        raise DataError(f"events of shape {event.shape} for incidents of shape {incident.shape}")
    told = (event != -1) & (incident != -1)
    pairs, sizes = np.unique(np.stack([event[told], incident[told]]), axis=1, return_counts=True)
    both = _best(pairs[0], pairs[1], sizes) & _best(pairs[1], pairs[0], sizes)
    return Matches(pairs[0][both], pairs[1][both], sizes[both].astype(np.int64))


def _best(group: Int, other: Int, sizes: Int) -> NDArray[np.bool_]:
    """(cells,) true for the largest cell of each group."""
    order = np.lexsort((other, -sizes, group))
    first = np.ones(len(order), np.bool_)
    first[1:] = group[order][1:] != group[order][:-1]
    best = np.zeros(len(order), np.bool_)
    best[order[first]] = True
    return best
