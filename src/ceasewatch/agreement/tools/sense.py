"""Clauses that can never apply, exceptions that never matter, and clauses that contradict each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec

from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.quantity import metres
from ceasewatch.agreement.schema import ClauseEntry, ExceptionEntry
from ceasewatch.agreement.tools.flaw import Flaw, error, warning
from ceasewatch.agreement.tools.logic import puzzle, related
from ceasewatch.agreement.tools.walk import flat, structs
from ceasewatch.model.clause import Moment, Number


def applies(pack: Pack) -> Iterator[Flaw]:
    """Of every clause on incidents, under every reading; of every exception."""
    for rule in pack.rules:
        clause, found = rule.clause.id, puzzle(rule, pack.ground)
        read = f", as {rule.party} reads it," if rule.reading else ""
        if not found.breakable(excepted=False):
            todo = "see that its zone, distance, weapons and conditions can hold together, and that no distance is 0"
            yield error(clause, f"the clause{read} can never apply", todo)
        elif not found.breakable():
            yield error(clause, f"its exceptions{read} save everything that it forbids", "narrow an exception")
        else:
            for n, saving in enumerate(rule.savings):
                if not found.useful(n):
                    todo = "see its kinds, zone and distance, or leave it out"
                    yield warning(clause, f"exception {saving.entry.id}{read} can never matter", todo)
        yield from (f for e in rule.entry.exceptions for f in _exception(rule.entry, e))


def _exception(clause: ClauseEntry, exception: ExceptionEntry) -> Iterator[Flaw]:
    if not overlap(clause.valid_from, clause.valid_to, exception.valid_from, exception.valid_to):
        yield warning(clause.id, f"exception {exception.id} holds only while the clause does not bind", "see its dates")
    if exception.beyond and not metres(exception.beyond, ""):
        yield warning(clause.id, f"exception {exception.id} holds beyond 0 of the line: anywhere", "see its distance")


def overlap(a: Moment | None, b: Moment | None, c: Moment | None, d: Moment | None) -> bool:
    """Whether ``[a, b)`` and ``[c, d)`` have a moment in common; ``None`` is open."""
    return not ((b and c and b.at <= c.at) or (d and a and d.at <= a.at))


def contradictions(pack: Pack) -> Iterator[Flaw]:
    """Two clauses of one scope with other numbers, of which none goes before; and those that go before each other."""
    before = _before(pack.file.clauses)
    for a, b in itertools.combinations(pack.file.clauses, 2):
        if (a.id, b.id) in before and (b.id, a.id) in before:
            yield error(a.id, f"{a.id} and {b.id} go before each other", "take one out of overrides")
        elif (a.id, b.id) in before or (b.id, a.id) in before:
            continue
        elif _kin(a, b, pack) and _numbers(a) != _numbers(b):
            yield _told(a, b)


def _told(a: ClauseEntry, b: ClauseEntry) -> Flaw:
    mine, other = (", ".join(sorted(set(_numbers(c).values()))) for c in (a, b))
    numbers = f"{a.id} says {mine or 'no number'}, {b.id} says {other or 'no number'}"
    todo = "say under overrides which goes before, or correct one"
    if set(a.weapons) == set(b.weapons) and set(a.kinds) == set(b.kinds):
        return error(a.id, f"two clauses of one scope contradict each other: {numbers}", todo)
    return warning(a.id, f"two clauses speak of some of the same: {numbers}", todo)


def _before(clauses: tuple[ClauseEntry, ...]) -> set[tuple[str, str]]:
    """(special, general), also through others."""
    pairs = {(c.id, other) for c in clauses for other in c.overrides}
    while more := {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs:
        pairs |= more
    return pairs


def _kin(a: ClauseEntry, b: ClauseEntry, pack: Pack) -> bool:
    """Whether both speak of the same place, parties and time, and of some weapons and kinds in common."""
    if not overlap(a.valid_from, a.valid_to, b.valid_from, b.valid_to) or _scope(a) != _scope(b):
        return False
    kinds = bool({*a.kinds} & {*b.kinds}) or not (a.kinds or b.kinds)
    same = not (a.weapons or b.weapons) or related(a.weapons, b.weapons, pack.ground.weapons)
    return kinds and same


def _scope(c: ClauseEntry) -> tuple[object, ...]:
    where = {k: v for k, v in flat(c.where).items() if not k.endswith("distance")} if c.where else {}
    lines = tuple((b.party, b.line) for b in c.baselines)
    rule = None if c.rule is None else (type(c.rule).__name__, _without_numbers(c.rule))
    return c.primitive, c.zone, c.line, lines, where, c.objects, c.binds, c.everywhere, rule


def _without_numbers(rule: msgspec.Struct) -> tuple[tuple[str, object], ...]:
    """What a rule says but for its numbers and dates, what sort of number it is, and its own name."""
    left_out = {"modality", "id", "source", "verified", "permissions", "channel"}
    return tuple(
        (name, value)
        for name in rule.__struct_fields__
        if name not in left_out and not isinstance(value := getattr(rule, name), Number | Moment)
    )


def _numbers(c: ClauseEntry) -> dict[str, str]:
    """Those that make up the obligation: not of exceptions, readings, weights or examples."""
    own = {"distance": c.distance, "width": c.width, "where": c.where, "rule": c.rule, "baselines": c.baselines}
    return {
        f"{name}.{path}": f"{s.value} {s.unit}"
        for name, value in own.items()
        for path, s in structs(value) if isinstance(s, Number) and "permissions" not in path
    }  # fmt: skip
