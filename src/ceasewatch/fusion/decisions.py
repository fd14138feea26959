"""What persons decided, as classes of observations, and classes that are apart.

Observations that decisions put together, directly or through others, are one class, whether they are held or not: who
says that a and b are one happening, and b and c, says so of a and c. Two classes are apart if a decision keeps one
observation of each apart. A decision that contradicts those that stand is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ceasewatch.model.decision import Decision, DecisionKind
from ceasewatch.model.errors import ConflictError
from ceasewatch.model.ids import DecisionId


@dataclass(frozen=True, slots=True)
class Rulings:
    """Decisions that stand and do not contradict each other.

    Attributes:
        decisions: as they were given.
        of: class of each observation that any of them speaks of.
        foes: of each class, those that it is apart from; classes without any are left out.
        said: of each observation, the decisions that speak of it.
    """

    decisions: tuple[Decision, ...] = ()
    of: Mapping[str, int] = field(default_factory=dict)
    foes: Mapping[int, frozenset[int]] = field(default_factory=dict)
    said: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)

    @classmethod
    def make(cls, decisions: Iterable[Decision]) -> Rulings:
        """The decisions as rulings.

        Raises:
            ConflictError: one of them contradicts those before it; both are named.
        """
        book = _Book()
        for decision in decisions:
            against = book.contradicted(decision)
            if against:
                raise contradiction(decision, against)
            book.enter(decision)
        return book.closed()

    def with_one(self, decision: Decision) -> Rulings:
        """These and ``decision``.

        Raises:
            ConflictError: it contradicts one that stands.
        """
        return Rulings.make((*self.decisions, decision))

    def without(self, decision: DecisionId) -> Rulings:
        """These but ``decision``."""
        return Rulings.make(d for d in self.decisions if d.id != decision)

    def concerned(self, observations: Iterable[str]) -> set[str]:
        """All observations of the classes of ``observations``, and of the classes that those are apart from."""
        classes = {self.of[o] for o in observations if o in self.of}
        near = classes.union(*(self.foes.get(c, frozenset()) for c in classes)) if classes else classes
        return {o for o, c in self.of.items() if c in near}


def in_force(decisions: Iterable[Decision]) -> tuple[Rulings, dict[DecisionId, tuple[Decision, ...]]]:
    """Of decisions in the order of the record, those that do not contradict earlier ones; and why others are set aside.

    Two persons may decide at the same moment, each without knowledge of the other: the record keeps both.

    Returns:
        What stands, and for each decision that does not, those that it contradicts.
    """
    book, aside = _Book(), {}
    for decision in decisions:
        against = book.contradicted(decision)
        if against:
            aside[decision.id] = against
        else:
            book.enter(decision)
    return book.closed(), aside


def contradiction(decision: Decision, against: Iterable[Decision]) -> ConflictError:
    """The error that names both sides."""
    named = "; ".join(told(d) for d in against)
    return ConflictError(
        f"{told(decision)} contradicts {named}",
        where=decision.id,
        todo=f"undo what no longer holds first: ceasewatch decide undo {next(iter(against)).id}",
    )


def told(decision: Decision) -> str:
    """A decision in one line."""
    what = ", ".join(decision.observations)
    when = f"{decision.decided_at:%Y-%m-%d %H:%MZ}"
    return f"decision {decision.id} ({decision.kind}: {what}; {decision.decided_by}, {when})"


class _Book:
    """Classes while they are put together: a union of sets, with what is apart kept by their first members."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._foes: dict[str, dict[str, Decision]] = {}
        self._joined: dict[str, list[Decision]] = {}
        self._taken: dict[DecisionId, Decision] = {}

    def _root(self, observation: str) -> str:
        at = self._parent.setdefault(observation, observation)
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def contradicted(self, decision: Decision) -> tuple[Decision, ...]:
        """Decisions entered that ``decision`` contradicts."""
        roots = [self._root(o) for o in decision.observations]
        if decision.kind is DecisionKind.together:
            found = [d for a in roots for b, d in self._foes.get(a, {}).items() if b in roots]
        else:
            found = [d for a in roots if roots.count(a) > 1 for d in self._joined.get(a, [])]
        return tuple({d.id: d for d in found}.values())

    def enter(self, decision: Decision) -> None:
        """Take ``decision``, which contradicts none that was entered."""
        if decision.id in self._taken:
            return
        self._taken[decision.id] = decision
        roots = list(dict.fromkeys(self._root(o) for o in decision.observations))
        if decision.kind is DecisionKind.together:
            self._join(roots, decision)
            return
        for a in roots:
            for b in roots:
                if a != b:
                    self._foes.setdefault(a, {}).setdefault(b, decision)

    def _join(self, roots: list[str], decision: Decision) -> None:
        first = min(roots)
        joined = [d for r in roots for d in self._joined.pop(r, [])]
        self._joined[first] = [*joined, decision]
        for root in roots:
            self._parent[root] = first
        for root in roots:
            for foe, by in self._foes.pop(root, {}).items() if root != first else ():
                del self._foes[foe][root]
                self._foes.setdefault(first, {}).setdefault(foe, by)
                self._foes[foe].setdefault(first, by)

    def closed(self) -> Rulings:
        """What was entered."""
        roots = {o: self._root(o) for o in sorted(self._parent) if self._root(o)}
        number = {root: n for n, root in enumerate(dict.fromkeys(roots.values()))}
        said: dict[str, tuple[Decision, ...]] = {}
        for decision in self._taken.values():
            for o in decision.observations:
                said[o] = (*said.get(o, ()), decision)
        return Rulings(
            decisions=tuple(self._taken.values()),
            of={o: number[root] for o, root in roots.items() if o in said},
            foes={number[a]: frozenset(number[b] for b in found) for a, found in self._foes.items() if found},
            said=said,
        )
