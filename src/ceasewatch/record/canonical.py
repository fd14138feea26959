"""Canonical JSON (RFC 8785) at C speed, for values without floats.

The fast path lets msgspec write the bytes and differs from RFC 8785 in two ways that are guarded here: msgspec
writes floats (and turns NaN into ``null``), and it sorts keys by code point where the RFC sorts by UTF-16 code unit,
which differ only for keys outside the Basic Multilingual Plane. Everything the guards catch takes the slow path.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec

from ceasewatch.model.errors import DataError

MAX_INTEGER = 2**53 - 1
"""Largest magnitude of an integer that every JSON reader keeps exact (RFC 8785, section 3.2.2.3)."""

_FAST_DEPTH = 6
_Integer = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]


def _plain_type(depth: int) -> object:
    """The JSON values without floats, nested at most ``depth`` deep, as a type that msgspec can check."""
    scalar = None | bool | _Integer | str
    plain: object = scalar
    for _ in range(depth):
        plain = scalar | list[plain] | dict[str, plain]  # type: ignore[valid-type]
    return plain


# A class, because msgspec caches what it learns about classes and about nothing else.
_Plain: Any = msgspec.defstruct("_Plain", [("value", _plain_type(_FAST_DEPTH))])
_ENCODER = msgspec.json.Encoder(order="sorted")
_BEYOND_BMP = re.compile(rb"[\xf0-\xf4]")


def encode(value: object) -> bytes:
    """The canonical bytes of ``value``.

    Args:
        value: msgspec Struct, dict with string keys, list, tuple, str, int within +-(2**53 - 1), bool or None, nested
            in any way; whatever msgspec writes as one of these (enumerations, datetimes, Decimal) is taken as that.

    Raises:
        DataError: ``value`` holds a float, a larger integer, a lone surrogate, a key that is not a string, or an
            object that has no JSON form.
    """
    try:
        plain = msgspec.to_builtins(value)
        checked = msgspec.convert({"value": plain}, _Plain)
        out = _ENCODER.encode(checked.value)
    except (msgspec.ValidationError, UnicodeEncodeError, TypeError, RecursionError, OverflowError):
        return _encode_slowly(value)
    if out.isascii() or _BEYOND_BMP.search(out) is None:
        return out
    return _encode_slowly(value)


def _encode_slowly(value: object) -> bytes:
    """The same bytes by plain recursion; also the place where refusals get their reasons."""
    try:
        parts: list[str] = []
        _write(msgspec.to_builtins(value), parts, "$")
        return "".join(parts).encode()
    except UnicodeEncodeError as error:
        raise DataError("text with a lone surrogate has no canonical form", todo="repair the text") from error
    except (TypeError, RecursionError, OverflowError) as error:
        raise DataError(f"value has no canonical form: {error}", todo="use the types of RFC 8785") from error


def _write(value: object, parts: list[str], where: str) -> None:
    """Append the canonical text of a plain ``value`` to ``parts``; ``where`` is its JSON path for errors."""
    if value is None or isinstance(value, bool):
        parts.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, str):
        parts.append(_ENCODER.encode(value).decode())
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise DataError(f"integer {value} is beyond +-(2**53 - 1)", where=where, todo="use a decimal string")
        parts.append(str(value))
    elif isinstance(value, dict):
        _write_members(value, parts, where)
    elif isinstance(value, list | tuple):
        _write_items(value, parts, where)
    else:
        raise DataError(
            f"{type(value).__name__} has no place in canonical JSON",
            where=where,
            todo="use integers or decimal strings",
        )


def _write_members(value: dict[object, object], parts: list[str], where: str) -> None:
    keys = [key for key in value if isinstance(key, str)]
    if len(keys) != len(value):
        raise DataError("an object has a key that is not a string", where=where, todo="use string keys")
    for number, key in enumerate(sorted(keys, key=lambda text: text.encode("utf-16-be"))):
        parts.append("," if number else "{")
        parts.append(_ENCODER.encode(key).decode())
        parts.append(":")
        _write(value[key], parts, f"{where}.{key}")
    parts.append("}" if keys else "{}")


def _write_items(value: list[object] | tuple[object, ...], parts: list[str], where: str) -> None:
    for number, item in enumerate(value):
        parts.append("," if number else "[")
        _write(item, parts, f"{where}[{number}]")
    parts.append("]" if value else "[]")
