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


def inner(function: _Function) -> _Function:
    """``function``, compiled for the use of other compiled functions only: the way in from Python is left out.

    That halves the time that compiling takes, but Python cannot call it. Otherwise as :func:`compiled`.
    """
    njit = cast("Any", numba.njit)  # its types know neither option
    wrapped = njit(cache=True, fastmath=False, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
    return cast("_Function", wrapped(function))
