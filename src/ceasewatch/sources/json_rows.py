"""JSON Lines: one object a line. Nested objects become dotted names; numbers keep the digits that JSON gave them."""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec

from ceasewatch.sources.feed import Quarantined, excerpt
from ceasewatch.sources.limits import Limits
from ceasewatch.sources.row import Row
from ceasewatch.sources.text import Line

MAX_DEPTH = 8


def json_rows(
    name: str,
    source: Iterator[Line | Quarantined],
    limits: Limits,
    required: tuple[str, ...] = (),
    fold_case: bool = False,
) -> Iterator[Row | Quarantined]:
    """Rows in order; a line that is not an object, lacks a required name or is nested too deeply is set aside."""
    for line in source:
        if isinstance(line, Quarantined):
            yield line
        elif line.text.strip():
            yield _row(name, line, limits, required, fold_case)


def _row(name: str, line: Line, limits: Limits, required: tuple[str, ...], fold_case: bool) -> Row | Quarantined:
    found = flat_object(line.text, limits)
    if isinstance(found, str):
        return Quarantined(name, line.number, "", found, excerpt(line.text))
    fields = {k.lower(): v for k, v in found.items()} if fold_case else found
    missing = [k for k in required if k not in fields]
    if missing:
        return Quarantined(name, line.number, missing[0], "no value", excerpt(line.text))
    return Row(line.number, fields, line.text)


def flat_object(text: str | bytes, limits: Limits) -> dict[str, str] | str:
    """The object in ``text`` as names and texts, or what is wrong with it."""
    try:
        value = msgspec.json.decode(text)
        if not isinstance(value, dict):
            return "the line is not a JSON object"
        fields = dict(flatten("", value, 1))
    except (msgspec.DecodeError, UnicodeError) as error:
        return f"not JSON: {error}"
    except RecursionError:
        return "nested too deeply"
    except ValueError as error:
        return str(error)
    if len(fields) > limits.max_fields:
        return f"{len(fields)} values, more than {limits.max_fields}"
    return fields


def flatten(prefix: str, value: object, depth: int) -> Iterator[tuple[str, str]]:
    """Names and texts of all values in ``value``, nested objects as dotted names.

    Raises:
        ValueError: nested too deeply, or a value that no text stands for.
    """
    if isinstance(value, dict):
        if depth > MAX_DEPTH:
            raise ValueError(f"nested deeper than {MAX_DEPTH}")
        for key, inner in value.items():
            yield from flatten(f"{prefix}.{key}" if prefix else key, inner, depth + 1)
    else:
        yield prefix, as_text(value)


def as_text(value: object) -> str:
    """A scalar as the text that a CSV file would hold; a list as JSON.

    Raises:
        ValueError: a number too large to be one.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("a value holds a NUL character")
        return value
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number is not finite")
    if isinstance(value, int | float):
        return repr(value)
    return msgspec.json.encode(value).decode()
