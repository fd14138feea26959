"""Which clause of one text is which of another: by id, else by what they oblige to and how alike they are."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from ceasewatch.agreement.schema import ClauseEntry, PackFile
from ceasewatch.agreement.tools.walk import flat, structs, tag
from ceasewatch.model.clause import Number

_LEAST: Final = 0.5
"""Clauses less alike than this are not the same one."""
_NO_SCOPE: Final = frozenset({"id", "number", "summary", "source", "modality", "verified"})


class Pair(NamedTuple):
    """A clause of the first text and the one of the second that it became; ``None`` where there is none."""

    a: ClauseEntry | None
    b: ClauseEntry | None

    @property
    def id(self) -> str:
        """Of both, or of the one that there is."""
        names = dict.fromkeys(c.id for c in self if c is not None)
        return " -> ".join(names)


def pairs(a: PackFile, b: PackFile) -> list[Pair]:
    """Every clause of both once: those that stayed in the order of ``a``, dropped ones too, then added ones."""
    other = {c.id: c for c in b.clauses}
    found = {c.id: other[c.id] for c in a.clauses if c.id in other}
    taken = {c.id for c in found.values()}
    free = [(alike(c, d), c.id, d) for c in a.clauses if c.id not in found for d in b.clauses if d.id not in taken]
    for score, mine, clause in sorted(free, key=lambda f: (-f[0], f[1], f[2].id)):
        if score >= _LEAST and mine not in found and clause.id not in taken:
            found[mine] = clause
            taken.add(clause.id)
    kept = [Pair(c, found.get(c.id)) for c in a.clauses]
    return kept + [Pair(None, c) for c in b.clauses if c.id not in taken]


def alike(a: ClauseEntry, b: ClauseEntry) -> float:
    """From 0 to 1: 0 unless the same rule evaluates both; else how much of their scope and numbers they share."""
    if (a.primitive, tag(a.rule)) != (b.primitive, tag(b.rule)):
        return 0.0
    mine, other = _scope(a), _scope(b)
    shared = len(mine & other) / max(1, len(mine | other))
    return 0.5 + 0.3 * shared + 0.2 * _close(a, b) if shared > 0 or not (mine or other) else 0.0


def _scope(c: ClauseEntry) -> set[str]:
    """Words of who, what and where."""
    parts = ("kinds", "weapons", "objects", "zone", "line", "baselines", "where", "binds", "rule")
    said = {k: v for part in parts for k, v in flat(getattr(c, part), part).items()}
    numbers = {f"{n.value} {n.unit}" for _, n in _numbers(c)}
    names = {(k, v) for k, v in said.items() if v not in numbers and not _NO_SCOPE & set(k.split("."))}
    return {f"{k}={word}" for k, v in names for word in v.split(", ")}


def _numbers(c: ClauseEntry) -> list[tuple[str, Number]]:
    bare = (c.distance, c.width, c.baselines, c.where, c.rule)
    return [(path, s) for path, s in structs(bare) if isinstance(s, Number)]


def _close(a: ClauseEntry, b: ClauseEntry) -> float:
    """1 for the same numbers, less the farther apart they are as a ratio."""
    one, two = ([_value(n) for _, n in _numbers(c)] for c in (a, b))
    both = [(x, y) for x, y in zip(one, two, strict=False) if x > 0 and y > 0]
    return sum(math.exp(-abs(math.log(x / y))) for x, y in both) / len(both) if both else 0.0


def _value(n: Number) -> float:
    try:
        return float(n.value)
    except ValueError:
        return 0.0
