"""What one partition is given: some rows, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from ceasewatch.model.table import Int, ObservationTable

T = TypeVar("T")
R = TypeVar("R")


class Engine(Protocol):
    """Runs one function over many pieces, anywhere: ``map``, a pool's ``map``, or a cluster's.

    Pieces and results can be pickled. Results come in the order of the pieces.
    """

    def __call__(self, function: Callable[[T], R], pieces: Iterable[T], /) -> Iterable[R]:
        """The function of each piece."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one partition.

    Attributes:
        row: (n,) number of each row in canonical order of the whole, ascending.
        table: (n,) the rows.
    """

    row: Int
    table: ObservationTable

    def __len__(self) -> int:
        return len(self.row)


def by_part(row: Int, part: Int) -> list[Int]:
    """The rows of each partition that has any, ascending; in order of partitions."""
    order = np.lexsort((row, part))
    cuts = np.flatnonzero(np.diff(part[order])) + 1
    return np.split(row[order], cuts) if len(row) else []
