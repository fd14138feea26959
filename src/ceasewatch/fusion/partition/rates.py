"""Rates of other happenings where a cell of :mod:`ceasewatch.fusion.density` has rows in many partitions.

Every partition counts its own rows by cell, the counts are added up, and each partition gets the sums for the cells of
the rows that it works on.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.fusion.density import cell_of, refresh, rounded
from ceasewatch.fusion.echo.reading import code
from ceasewatch.fusion.evidence import Evidence
from ceasewatch.fusion.index import slot_of
from ceasewatch.fusion.packed import CLASS, NAME
from ceasewatch.model.table import Int, ObservationTable

_PIECE: Final = (1 << 20) - 1


def density_cells(table: ObservationTable, e: Evidence) -> Int:
    """(n,) cell of each row: a key that means the same in all partitions; -1 for rows with neither place nor name."""
    out = np.full(len(e), -1, np.int64)
    for row in np.flatnonzero(np.isfinite(e.real[:, 0]) | (e.code[:, NAME] >= 0)).tolist():
        key = cell_of(e.real, e.code, row)
        out[row] = code(f"cell {table.name[row]} {key & _PIECE}") if e.code[row, NAME] >= 0 else key
    return out


def counted(e: Evidence) -> np.ndarray:
    """(n,) whether a row counts where it is."""
    return np.asarray(e.code[:, CLASS] >= 0)


def sums(cells: Int, counts: np.ndarray) -> Int:
    """(n,) how many of the rows that count lie in the cell of each row."""
    _, place = np.unique(cells, return_inverse=True)
    return np.bincount(place, counts, minlength=1).astype(np.int64)[place]


def write(e: Evidence, rows: Int, count: Int, column: int, rule: tuple[float, ...]) -> None:
    """Writes the log rate of ``rows`` into ``e.real[:, column]``, given the count (k,) in the cell of each."""
    size = 1 << max(4, int(2 * len(rows)).bit_length())
    names, tally = np.full(size, -1, np.int64), np.zeros((size, 2), np.int64)
    for row, number in zip(rows.tolist(), count.tolist(), strict=True):
        key = cell_of(e.real, e.code, row)
        at = slot_of(names, key)
        names[at], tally[at] = key, (number, int(rounded(number)))
    refresh(names, names, tally, np.zeros(0, np.int64), e.real, e.code, rows, column, np.array(rule))
