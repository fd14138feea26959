"""Columns from scalars, arrays and defaults."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray


def filled(
    n: int, types: Mapping[str, DTypeLike], defaults: Mapping[str, ArrayLike], given: Mapping[str, ArrayLike]
) -> dict[str, NDArray[np.generic]]:
    """Every column of ``types`` as an array of length ``n``: as given, else its default.

    Args:
        n: length.
        types: dtype of each column.
        defaults: scalar or (n,) for each column.
        given: scalar or (n,) for some.

    Raises:
        TypeError: a name that is no column.
        ValueError: a column of another length.
    """
    unknown = sorted(set(given) - set(types))
    if unknown:
        raise TypeError(f"no such columns: {unknown}; there are: {', '.join(types)}")
    values = {**defaults, **given}
    return {name: np.array(np.broadcast_to(np.asarray(values[name], dtype), (n,))) for name, dtype in types.items()}
