"""Loops compiled to machine code, where a profile asks for it. What is compiled is cached (``code_cache.py``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from ceasewatch.model.code_cache import LOCATORS

_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """``function``, compiled for the types of its first call. Arithmetic stays IEEE: no reordering, no fused multiply.

    Args:
        function: works on numpy arrays, numbers and other compiled functions only.
    """
    return _compile(function, no_cfunc_wrapper=True)


def inner(function: _Function) -> _Function:
    """``function``, compiled for the use of other compiled functions only: the way in from Python is left out.

    That halves the time that compiling takes, but Python cannot call it. Otherwise as :func:`compiled`.
    """
    return _compile(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def _compile(function: _Function, **options: bool) -> _Function:
    njit, settings = cast("Any", numba.njit), cast("Any", numba.config)
    before = settings.CACHE_LOCATOR_CLASSES
    settings.CACHE_LOCATOR_CLASSES = (
        before or LOCATORS
    )  # read when the function is wrapped; others' functions keep theirs
    try:
        return cast("_Function", njit(cache=True, fastmath=False, error_model="numpy", **options)(function))
    finally:
        settings.CACHE_LOCATOR_CLASSES = before
