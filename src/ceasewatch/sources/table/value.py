"""Getting one value out of a row as the mapping says: column or constant, translated, in our units."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from ceasewatch.model.errors import DataError, RowError
from ceasewatch.sources.fields import Fields, finite
from ceasewatch.sources.table.mapping import Ref, Value

Getter = Callable[[Fields], str]
_Member = TypeVar("_Member", bound=StrEnum)

LENGTHS_M = {"": 1.0, "m": 1.0, "km": 1000.0, "ft": 0.3048, "mi": 1609.344, "nmi": 1852.0}
ANGLES_DEG = {"": 1.0, "deg": 1.0, "mil": 360 / 6400}
DURATIONS_S = {"": 1.0, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0", "")


def ref_of(value: Value) -> Ref:
    """The long form of ``value``."""
    return Ref(column=value) if isinstance(value, str) else value


def blame(value: Value | None) -> str:
    """The column to name when the value is wrong; empty for a constant."""
    return "" if value is None else ref_of(value).column


def getter(value: Value | None) -> Getter:
    """A function that takes the value out of a row, stripped and translated; empty where there is none."""
    if value is None:
        return lambda _: ""
    ref = ref_of(value)
    if not ref.column:
        constant = str(ref.constant).lower() if isinstance(ref.constant, bool) else str(ref.constant)
        return lambda _: constant

    def get(fields: Fields) -> str:
        text = fields.get(ref.column, "").strip()
        if not ref.values:
            return text or ref.default
        if text in ref.values:
            return ref.values[text]
        if ref.default or not text:
            return ref.default
        raise RowError(f"{text[:60]!r} is not among the mapping's values", field=ref.column)

    return get


def listed(value: Value | None) -> Callable[[Fields], tuple[str, ...]]:
    """As :func:`getter`, split at the separator; each part is translated by itself."""
    if value is None:
        return lambda _: ()
    ref = ref_of(value)
    if not ref.separator:
        whole = getter(value)
        return lambda fields: (text,) if (text := whole(fields)) else ()
    one = getter(ref)

    def get(fields: Fields) -> tuple[str, ...]:
        text = fields.get(ref.column, "").strip() if ref.column else str(ref.constant)
        parts = [part.strip() for part in text.split(ref.separator)] if text else []
        found = (one({ref.column: part}) if ref.column else part for part in parts or [""])
        return tuple(part for part in found if part)

    return get


def measured(value: Value | None, units: dict[str, float]) -> Callable[[Fields], float | None]:
    """A number in our unit; ``None`` where the row has none.

    Raises:
        DataError: the mapping names a unit that is none of ``units``.
    """
    get, field = getter(value), blame(value)
    unit = ref_of(value).unit if value is not None else ""
    if unit not in units:
        raise DataError(f"unit {unit!r} is none of {', '.join(u for u in units if u)}", where="mapping")
    factor = units[unit]

    def number(fields: Fields) -> float | None:
        text = get(fields)
        return finite(text, field) * factor if text else None

    return number


def member(values: type[_Member], text: str, field: str) -> _Member:
    """The member of a value list.

    Raises:
        RowError: there is none of that name; the message lists them.
    """
    try:
        return values(text)
    except ValueError as error:
        raise RowError(f"{text[:40]!r} is none of {', '.join(v.value for v in values)}", field=field) from error


def flag(text: str, field: str) -> bool:
    """Yes or no.

    Raises:
        RowError: neither.
    """
    word = text.lower()
    if word not in _YES + _NO:
        raise RowError(f"neither true nor false: {text[:40]!r}", field=field)
    return word in _YES
