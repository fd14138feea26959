"""Loops compiled to machine code. Used where a profile asks for it; compiled code is cached beside the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """``function``, compiled for the types of its first call. Arithmetic stays IEEE: no reordering, no fused multiply.

    Args:
        function: works on numpy arrays, numbers and other compiled functions only.
    """
    return cast("_Function", numba.njit(cache=True, fastmath=False, error_model="numpy")(function))
