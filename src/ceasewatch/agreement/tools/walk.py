"""Walk through the parts of a pack: what any of its Structs names, and all values of two versions beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from ceasewatch.model.clause import Moment, Number


def structs(value: object, path: str = "") -> Iterator[tuple[str, msgspec.Struct]]:
    """Every Struct inside ``value`` with its path, as ``clauses[2].exceptions[0].beyond``."""
    if isinstance(value, msgspec.Struct):
        yield path, value
    for key, inner in _inside(value):
        yield from structs(inner, _joined(path, key))


def named(value: object, *fields: str) -> set[str]:
    """What any Struct inside ``value`` says under one of ``fields``; empty text is nothing."""
    found: set[str] = set()
    for _, struct in structs(value):
        for name in fields:
            said = getattr(struct, name, "")
            found.update((said,) if isinstance(said, str) else said or ())
    return found - {""}


def flat(value: object, path: str = "") -> dict[str, str]:
    """Every value that is given, as text by its path; parts of a list go by their id or party, where they have one."""
    if isinstance(value, Number):
        return {path: f"{value.value} {value.unit}"}
    if isinstance(value, Moment):
        return {path: value.at.isoformat()}
    if value is None or value in ("", (), {}, False):
        return {}
    if isinstance(value, tuple) and all(isinstance(v, str | StrEnum) for v in value):
        return {path: ", ".join(map(str, value))}
    inside = list(_inside(value, by_name=True))
    if inside:
        return {k: v for key, inner in inside for k, v in flat(inner, _joined(path, key)).items()}
    return {path: str(value)}


def tag(struct: msgspec.Struct | None) -> str:
    """By which name a rule goes in ``pack.yaml``."""
    return "" if struct is None else str(struct.__struct_config__.tag or "")


def _inside(value: object, *, by_name: bool = False) -> Iterator[tuple[str, object]]:
    if isinstance(value, msgspec.Struct):
        yield from ((name, getattr(value, name)) for name in value.__struct_fields__)
    elif isinstance(value, dict):
        yield from ((str(k), v) for k, v in value.items())
    elif isinstance(value, tuple):
        yield from ((f"[{_name(v, n) if by_name else n}]", v) for n, v in enumerate(value))


def _name(value: object, n: int) -> str:
    return next((str(said) for key in ("id", "party", "name", "number") if (said := getattr(value, key, ""))), f"{n}")


def _joined(path: str, key: str) -> str:
    return f"{path}{key}" if key.startswith("[") or not path else f"{path}.{key}"
