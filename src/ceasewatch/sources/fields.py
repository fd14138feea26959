"""Values out of the columns of a row. Each refuses what it cannot take and names the column."""

from __future__ import annotations

from collections.abc import Mapping

from ceasewatch.model.errors import RowError
from ceasewatch.model.place import Position

Fields = Mapping[str, str]

MAX_COUNT = 1_000_000_000
"""No count of anything that a person reports is larger; and it is exact in every JSON reader."""


def required(fields: Fields, name: str) -> str:
    """The value of a column that must not be empty, without surrounding space.

    Raises:
        RowError: it is missing or empty.
    """
    value = fields.get(name, "").strip()
    if not value:
        raise RowError("no value", field=name)
    return value


def number(fields: Fields, name: str) -> float:
    """A finite decimal number.

    Raises:
        RowError: there is none, or it is NaN, infinite or not a number.
    """
    return finite(required(fields, name), name)


def finite(text: str, name: str) -> float:
    """``text`` as a finite number; ``name`` is the column to blame.

    Raises:
        RowError: it is not one.
    """
    try:
        value = float(text)
    except ValueError as error:
        raise RowError(f"not a number: {text[:60]!r}", field=name) from error
    if not -1e300 < value < 1e300 or "_" in text:
        raise RowError(f"not a finite number: {text[:60]!r}", field=name)
    return value


def integer(fields: Fields, name: str, lowest: int = 0, highest: int = MAX_COUNT) -> int:
    """A whole number within bounds; ``5.0`` is 5.

    Raises:
        RowError: there is none, or it is not whole or out of bounds.
    """
    return whole(required(fields, name), name, lowest, highest)


def whole(text: str, name: str, lowest: int = 0, highest: int = MAX_COUNT) -> int:
    """``text`` as a whole number; see :func:`integer`.

    Raises:
        RowError: it is not one, or is out of bounds.
    """
    value = finite(text, name)
    if value != int(value):
        raise RowError(f"not a whole number: {text[:60]!r}", field=name)
    if not lowest <= value <= highest:
        raise RowError(f"{text[:60]} is not between {lowest} and {highest}", field=name)
    return int(value)


def position(fields: Fields, lat: str, lon: str) -> Position:
    """Latitude and longitude in degrees from two columns.

    Raises:
        RowError: one is missing, not finite or out of range.
    """
    return degrees(number(fields, lat), number(fields, lon), lat, lon)


def degrees(lat_deg: float, lon_deg: float, lat: str = "latitude", lon: str = "longitude") -> Position:
    """A position of two numbers; ``lat`` and ``lon`` are the columns to blame.

    Raises:
        RowError: out of range or not finite.
    """
    if not -90.0 <= lat_deg <= 90.0:
        raise RowError(f"latitude {lat_deg} is not between -90 and 90", field=lat)
    if not -180.0 <= lon_deg <= 180.0:
        raise RowError(f"longitude {lon_deg} is not between -180 and 180", field=lon)
    return Position.of(lat_deg, lon_deg)


def split(text: str, separator: str) -> tuple[str, ...]:
    """The parts of a list in one value, without empty ones."""
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def pairs(fields: Fields, *names: str) -> tuple[tuple[str, str], ...]:
    """(name, value) of those of ``names`` that have a value."""
    return tuple((name, value) for name in names if (value := fields.get(name, "").strip()))
