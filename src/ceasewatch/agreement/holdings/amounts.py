"""Counts and numbers of a pack as whole numbers in the unit that the engine computes in."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from ceasewatch.model.clause import Number
from ceasewatch.model.count import Count
from ceasewatch.model.errors import DataError

OPEN: Final = 10**12
"""Stands for *no upper bound*: more than any holding."""

ABOUT: Final = 4
"""``about n`` without bounds is taken as n less and plus a quarter (assumed)."""

_SECONDS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86_400}
_WHOLE: Final = frozenset({"items", "persons", "times"})


def bounds(count: Count) -> tuple[int, int]:
    """Lowest and highest; :data:`OPEN` where there is no highest.

    A best value alone is both, unless the source said *about*: then a quarter either way.
    """
    best, lowest, highest = count.best, count.lowest, count.highest
    if best is not None and lowest is None and highest is None:
        slack = best // ABOUT if count.approximate else 0
        return best - slack, best + slack
    low = lowest if lowest is not None else 0
    return low, OPEN if highest is None else highest


def counted(low: int, high: int) -> Count:
    """The inverse of :func:`bounds`."""
    best = low if low == high else None
    return Count(lowest=low, best=best, highest=high if high < OPEN else None)


def whole(number: Number, where: str) -> int:
    """A number of items, persons or times.

    Raises:
        DataError: another unit, not a whole number, or negative.
    """
    if number.unit not in _WHOLE or not number.value.isascii() or not number.value.isdigit():
        raise DataError(
            f"{number.value} {number.unit} is no number of items or persons",
            where=where,
            todo="write a whole number and items, persons or times",
        )
    value = int(number.value)
    if value >= OPEN:
        raise DataError(f"{value} is more than anybody holds", where=where, todo="correct it")
    return value


def duration(number: Number, where: str) -> timedelta:
    """A length of time; errors as in :func:`whole`."""
    if number.unit not in _SECONDS or not number.value.isascii() or not number.value.isdigit():
        raise DataError(f"{number.value} {number.unit} is no time", where=where, todo="write whole min, h or d")
    try:
        return timedelta(seconds=int(number.value) * _SECONDS[number.unit])
    except OverflowError as error:
        raise DataError(f"{number.value} {number.unit} is too long", where=where, todo="correct it") from error
