"""Numbers of a pack as floats in the unit that the engine computes in."""

from __future__ import annotations

import math
from typing import Final

from ceasewatch.model.clause import Number
from ceasewatch.model.errors import DataError

_METRES: Final = {"m": 1.0, "km": 1000.0}


def metres(number: Number, where: str) -> float:
    """A length.

    Raises:
        DataError: not a length, not a number, or negative.
    """
    if number.unit not in _METRES:
        raise DataError(f"unit {number.unit!r} is not a length", where=where, todo="use m or km")
    return _value(number, where) * _METRES[number.unit]


def probability(number: Number, where: str) -> float:
    """A probability between 0 and 1; errors as in :func:`metres`."""
    value = _value(number, where)
    if number.unit != "probability" or value > 1.0:
        raise DataError(f"{number.value} {number.unit} is no probability", where=where, todo="write 0 to 1")
    return value


def _value(number: Number, where: str) -> float:
    try:
        value = float(number.value)
    except ValueError as error:
        raise DataError(f"{number.value!r} is not a number", where=where, todo="write a decimal number") from error
    if not math.isfinite(value) or value < 0:
        raise DataError(f"{number.value} is not a finite, non-negative number", where=where, todo="correct it")
    return value


def divided(number: Number, share: float, how: str, said: Number | None, where: str) -> Number:
    """A share of a length, as a number of its own: checked only if the length is, and who shares it said so.

    Args:
        number: the whole length.
        share: between 0 and 1.
        how: how the share came about, for the source.
        said: the pack's own number of the share, if it has one.
        where: for errors, as in :func:`metres`.
    """
    value = format(_value(number, where) * share, "g")
    verified = number.verified and said is not None and said.verified
    return Number(value=value, unit=number.unit, source=f"{number.source}: {how}", verified=verified)
