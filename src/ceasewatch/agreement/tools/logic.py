"""Whether a clause can ever be broken: its conditions as a puzzle of yes and no, tried through.

Each leaf of the terms is taken to hold or not, for each kind that the clause speaks of. Ruled out is what cannot be:
two zones that lie apart, both sides of one line, a weapon of two unrelated classes, nearer than 0.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ceasewatch.agreement.quantity import metres
from ceasewatch.agreement.rules import Rule
from ceasewatch.agreement.scene import Ground
from ceasewatch.agreement.terms import Term, leaves
from ceasewatch.agreement.tools.apart import apart
from ceasewatch.model.values import Kind

MOST: Final = 12
"""Of more leaves than these nobody tells: the clause is taken to be sound."""
Truth = Mapping[Term, bool]


class Puzzle(NamedTuple):
    """A rule's conditions.

    Attributes:
        needed: all of these hold where the clause is broken, but for its exceptions.
        saved: exceptions, in the order of the rule.
        kinds: those that the clause speaks of.
        worlds: every consistent truth of the leaves; ``None`` where there are too many.
    """

    needed: tuple[Term, ...]
    saved: tuple[Term, ...]
    kinds: tuple[Kind, ...]
    worlds: tuple[Truth, ...] | None

    def breakable(self, *, excepted: bool = True) -> bool:
        """Whether it can be broken; without ``excepted``, whether it can be were there no exceptions."""
        return self.worlds is None or any(
            not (excepted and any(holds(s, kind, w) for s in self.saved)) for kind, w in self._scenes()
        )

    def useful(self, exception: int) -> bool:
        """Whether the exception can ever hold where the clause applies."""
        return self.worlds is None or any(holds(self.saved[exception], kind, w) for kind, w in self._scenes())

    def _scenes(self) -> Iterator[tuple[Kind, Truth]]:
        for kind, world in itertools.product(self.kinds, self.worlds or ()):
            if all(holds(t, kind, world) for t in self.needed):
                yield kind, world


def puzzle(rule: Rule, ground: Ground) -> Puzzle:
    """Of a rule under one reading."""
    entry = rule.entry
    own = (
        Term(weapons=entry.weapons) if entry.weapons else None,
        Term(objects=entry.objects) if entry.objects else None,
    )
    needed = tuple(t for t in (rule.place, rule.near, *own) if t is not None)
    saved = tuple(s.term for s in rule.savings)
    atoms = list(dict.fromkeys(leaf for t in (*needed, *saved) for leaf in leaves(t) if not leaf.kinds))
    worlds = tuple(_worlds(atoms, ground)) if len(atoms) <= MOST else None
    return Puzzle(needed, saved, (*entry.kinds, *entry.indicative), worlds)


def holds(term: Term, kind: Kind, world: Truth) -> bool:
    """Whether it holds of a happening of that kind."""
    if term.all_of:
        return all(holds(p, kind, world) for p in term.all_of)
    either = term.any_of or term.one_of
    if either:
        return any(holds(p, kind, world) for p in either)
    if term.none_of:
        return not any(holds(p, kind, world) for p in term.none_of)
    return kind in term.kinds if term.kinds else world[term]


def _worlds(atoms: Sequence[Term], ground: Ground) -> Iterator[Truth]:
    pairs = [(a, b) for a, b in itertools.permutations(atoms, 2)]
    never = {(a, b) for a, b in pairs if excludes(a, b, ground)}
    then = {(a, b) for a, b in pairs if implies(a, b, ground)}
    nowhere = {a for a in atoms if a.nearer and not metres(a.nearer.distance, "")}
    for values in itertools.product((True, False), repeat=len(atoms)):
        world = dict(zip(atoms, values, strict=True))
        if any(world[a] for a in nowhere) or any(world[a] and world[b] for a, b in never):
            continue
        if all(world[b] or not world[a] for a, b in then):
            yield world


def excludes(a: Term, b: Term, ground: Ground) -> bool:
    """Whether no happening can be both."""
    if a.side and b.side:
        return a.side.line == b.side.line and a.side.party != b.side.party
    if a.weapons and b.weapons:
        return not related(a.weapons, b.weapons, ground.weapons)
    if a.objects and b.objects:
        return not related(a.objects, b.objects, ground.objects)
    return bool(a.zone and (b.zone or b.nearer)) and apart(a, b, ground)


def implies(a: Term, b: Term, ground: Ground) -> bool:
    """Whether whatever is ``a`` is ``b``."""
    if a.nearer and b.nearer:
        near, far = (metres(t.nearer.distance, "") for t in (a, b) if t.nearer)
        return a.nearer.line == b.nearer.line and near <= far
    for mine, other, tree in ((a.weapons, b.weapons, ground.weapons), (a.objects, b.objects, ground.objects)):
        if mine and other:
            return all(under(name, other, tree) for name in mine)
    return bool(a.qualifiers and b.qualifiers) and set(a.qualifiers) <= set(b.qualifiers)


def under(name: str, classes: Sequence[str], tree: Mapping[str, str | None]) -> bool:
    """Whether the class is one of ``classes`` or lies below one."""
    at: str | None = name
    while at is not None and at not in classes:
        at = tree.get(at)
    return at is not None


def related(a: Sequence[str], b: Sequence[str], tree: Mapping[str, str | None]) -> bool:
    """Whether anything can be of a class of both."""
    return any(under(x, b, tree) for x in a) or any(under(y, a, tree) for y in b)
