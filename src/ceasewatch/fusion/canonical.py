"""One order for one set: whatever order the observations came in, the cores see them by (sequence, id)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model.errors import DataError
from ceasewatch.model.observation import Observation
from ceasewatch.model.table import Int, Objects, ObservationTable


def as_table(observations: ObservationTable | Iterable[Observation]) -> ObservationTable:
    """A table; Structs have no position in the record, so the start of the phenomenon stands in for it."""
    if isinstance(observations, ObservationTable):
        return observations
    table = tabulate(observations)
    return replace(table, seq=table.start_us)


def canonical(table: ObservationTable) -> ObservationTable:
    """``table`` in order of (sequence, id).

    Raises:
        DataError: an id is empty or occurs twice.
    """
    ids = table.ids.tolist()
    if len(set(ids)) < len(ids) or "" in ids:
        twice = next((i for i in ids if not i), None) or next((i for i in ids if ids.count(i) > 1), "")
        raise DataError(
            f"observation id {twice!r} occurs twice" if twice else "an observation has no id",
            todo="fuse what the record has accepted: it gives every observation an id of its own",
        )
    if (np.diff(table.seq) > 0).all():
        return table
    return table.take(order_of(table))


def order_of(table: ObservationTable) -> Int:
    """Rows in order of (sequence, id). The record gives distinct sequences; ids are compared only where it did not."""
    return sort_by(table.seq, table.ids)


def sort_by(number: Int, text: Objects) -> Int:
    """Order by (number, text); texts are compared only where numbers are equal."""
    order = np.argsort(number, kind="stable")
    ordered = number[order]
    same = np.zeros(len(order) + 1, bool)
    same[1:-1] = ordered[1:] == ordered[:-1]
    tied = order[same[1:] | same[:-1]]
    if not len(tied):
        return order
    rank = np.zeros(len(order), np.int64)
    rank[sorted(tied.tolist(), key=text.__getitem__)] = np.arange(len(tied))
    return np.lexsort((rank, number))
