"""Columns of words that are made when somebody reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.table import Int, Objects


class LazyColumn:
    """Stands for an object column; values are made on reading, all of them at once for a slice.

    Args:
        make: values for an array of positions.
        at: the positions that this column shows.
    """

    def __init__(self, make: Callable[[Int], Objects], at: Int) -> None:
        self._make, self._at = make, at

    def __len__(self) -> int:
        return len(self._at)

    def __getitem__(self, key: int | slice | NDArray[Any]) -> object:
        if isinstance(key, (int, np.integer)):
            return self._make(self._at[np.array([key])])[0]
        return LazyColumn(self._make, self._at[key])

    def __iter__(self) -> Iterator[Any]:
        return iter(self.tolist())

    def __array__(self, dtype: object = None, copy: bool | None = None) -> Objects:
        return self._make(self._at)

    def tolist(self) -> list[Any]:
        """All values."""
        return list(self._make(self._at))
