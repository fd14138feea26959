"""Decisions of persons brought to rows: before grouping what may not be joined, after it what is joined all the same.

Within a neighbourhood each class that is apart from another one there has a bit; ``OWN`` holds the classes of a report,
``FOES`` those that it is apart from, and no group is ever made of two that exclude each other. So the reports about
either happening find their own side. Groups are then united along what is decided to be one happening: whoever speaks
of the one speaks of the other. Where that brings two together that are apart (a goes with x, b with y, a and b are one
happening, x and y are not), the less certain of the two leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.fusion.decisions import Rulings
from ceasewatch.fusion.packed import FOES, OWN
from ceasewatch.model.decision import Decision, DecisionKind
from ceasewatch.model.table import Int, Objects, Real

_BITS: Final = 62
"""Classes with a bit in one neighbourhood; further ones are kept apart after grouping alone."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """Rows that decisions speak of.

    Attributes:
        row: (k,) rows, ascending; one may occur several times where it speaks for others.
        cls: (k,) class of each.
        ids: (k,) id of the observation that is meant.
        rulings: what was decided.
    """

    row: Int
    cls: Int
    ids: tuple[str, ...]
    rulings: Rulings

    @classmethod
    def among(cls, ids: Objects, rulings: Rulings) -> Ruled:
        """The rows of a table, by their ids."""
        found = [(n, rulings.of[i], i) for n, i in enumerate(ids.tolist()) if i in rulings.of] if rulings.of else []
        return cls._of(found, rulings)

    @classmethod
    def at(cls, rows: Sequence[int], ids: Sequence[str], rulings: Rulings) -> Ruled:
        """Rows known by their ids; negative ones are left out."""
        return cls._of(sorted((r, rulings.of[i], i) for r, i in zip(rows, ids, strict=True) if r >= 0), rulings)

    @classmethod
    def _of(cls, found: list[tuple[int, int, str]], rulings: Rulings) -> Ruled:
        rows, classes = ([f[k] for f in found] for k in range(2))
        return cls(np.array(rows, np.int64), np.array(classes, np.int64), tuple(f[2] for f in found), rulings)

    def spoken_for(self, speaker: Int) -> Ruled:
        """The same by who speaks for each row."""
        return Ruled.at(speaker[self.row].tolist(), self.ids, self.rulings)

    def within(self, rows: Int) -> Ruled:
        """The same by their places among ``rows``, ascending; others are left out."""
        if not len(self.row) or not len(rows):
            return Ruled.at((), (), self.rulings)
        at = np.minimum(np.searchsorted(rows, self.row), len(rows) - 1)
        return Ruled.at(np.where(rows[at] == self.row, at, -1).tolist(), self.ids, self.rulings)

    def excluded(self, row: Int, target: Int, group: Int) -> np.ndarray:
        """(k,) whether each of (k,) ``row`` is apart from some row of the group ``target`` of the (n,) ``group``."""
        own = dict(zip(self.row.tolist(), self.cls.tolist(), strict=True))
        held: dict[int, set[int]] = {}
        for r, c in own.items():
            held.setdefault(int(group[r]), set()).add(c)
        foes, none = self.rulings.foes, frozenset[int]()
        pairs = zip(row.tolist(), target.tolist(), strict=True)
        return np.array([not foes.get(own.get(r, -1), none).isdisjoint(held.get(t, none)) for r, t in pairs], bool)


def mark(code: Int, part: Int, ruled: Ruled) -> None:
    """Writes who excludes whom into ``code``, by neighbourhood (``part``, (n,) its first row)."""
    code[:, OWN] = code[:, FOES] = 0
    foes = ruled.rulings.foes
    here: dict[int, dict[int, list[int]]] = {}
    for row, c in zip(ruled.row.tolist(), ruled.cls.tolist(), strict=True):
        if c in foes:
            here.setdefault(int(part[row]), {}).setdefault(c, []).append(row)
    for classes in here.values():
        opposed = [c for c in classes if not foes[c].isdisjoint(classes)][:_BITS]
        bit = {c: 1 << n for n, c in enumerate(opposed)}
        for c, own in bit.items():
            against = sum(bit.get(f, 0) for f in foes[c])
            code[classes[c], OWN] |= own
            code[classes[c], FOES] |= against


def allowed(code: Int, pairs: Int) -> np.ndarray:
    """(k,) whether the two rows of each pair may be joined."""
    a, b = code[pairs[:, 0]], code[pairs[:, 1]]
    return np.asarray((a[:, OWN] & b[:, FOES]) == 0)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said of a row that a person decided on.

    Attributes:
        by: who put it into its incident; empty where the machine did.
        why: the decision in words.
    """

    by: str
    why: str


def united(anchor: Int, p: Real, ruled: Ruled) -> tuple[Int, np.ndarray]:
    """Groups after decisions.

    Args:
        anchor: (n,) first row of each row's group.
        p: (n,) memberships as the machine has them, by which the less certain is found.
        ruled: rows that decisions speak of.

    Returns:
        (n,) a label for each row's group, which need not be a row of the group; (n,) whether a row left its group.
    """
    members: dict[int, list[int]] = {}
    for row, c in zip(ruled.row.tolist(), ruled.cls.tolist(), strict=True):
        members.setdefault(c, []).append(row)
    label = anchor.copy()
    while True:
        root = _linked(label, members)
        loser = _loser(label, root, members, p, ruled.rulings)
        if loser < 0:
            break
        label[members[loser]] = len(anchor) + loser
    left = label >= len(anchor)
    old = np.array(sorted(root), np.int64)
    if len(old):
        at = np.minimum(np.searchsorted(old, label), len(old) - 1)
        label = np.where(old[at] == label, np.array([root[k] for k in old.tolist()])[at], label)
    return label, left


def _linked(label: Int, members: dict[int, list[int]]) -> dict[int, int]:
    """The label that each label goes over to, when those of each class become one."""
    root: dict[int, int] = {}

    def find(at: int) -> int:
        while root.setdefault(at, at) != at:
            at = root[at]
        return at

    for rows in members.values():
        first, *others = sorted({find(int(label[r])) for r in rows})
        for other in others:
            root[find(other)] = find(first)
    return {at: find(at) for at in list(root)}


def _loser(label: Int, root: dict[int, int], members: dict[int, list[int]], p: Real, rulings: Rulings) -> int:
    """A class that must leave its group, -1 if none must: fewer rows, then less probable, then recorded later."""
    of: dict[int, list[int]] = {}
    for c, rows in members.items():
        if c in rulings.foes:
            of.setdefault(root[int(label[rows[0]])], []).append(c)
    pairs = [(a, b) for found in of.values() for a in found for b in found if a < b and b in rulings.foes[a]]
    if not pairs:
        return -1

    def weight(c: int) -> tuple[int, float, int]:
        return len(members[c]), max(float(p[r]) for r in members[c]), -members[c][0]

    pair = min(pairs, key=lambda ab: sorted((members[ab[0]][0], members[ab[1]][0])))
    return min(pair, key=weight)


def spoken(ruled: Ruled, group: Int) -> dict[int, Spoken]:
    """What is said of each row that a decision speaks of, given the final (n,) ``group`` of all rows."""
    count: dict[tuple[int, int], int] = {}
    keys = list(zip(ruled.cls.tolist(), group[ruled.row].tolist(), strict=True))
    for key in keys:
        count[key] = count.get(key, 0) + 1
    out = {}
    for row, key, own in zip(ruled.row.tolist(), keys, ruled.ids, strict=True):
        decisions = sorted(ruled.rulings.said[own], key=lambda d: (d.decided_at, d.id))
        joined = [d for d in decisions if d.kind is DecisionKind.together] if count[key] > 1 else []
        parted = [d for d in decisions if d.kind is DecisionKind.apart]
        words = [f"put together by a decision: {words_of(d, own)}" for d in joined]
        words += [f"kept apart by a decision: {words_of(d, own)}" for d in parted]
        if words:
            out[row] = Spoken(joined[0].decided_by if joined else "", "; ".join(words))
    return out


def words_of(decision: Decision, own: str) -> str:
    """A decision as somebody reads it who looks at the observation ``own``."""
    others = ", ".join(o for o in decision.observations if o != own)
    word = "with" if decision.kind is DecisionKind.together else "from"
    when = f"{decision.decided_at:%Y-%m-%d %H:%MZ}"
    return f"{word} {others}, by {decision.decided_by}, {when}: {decision.reason} ({decision.id})"


def by_entry(spoken_of: Mapping[int, Spoken], row: Int) -> dict[int, Spoken]:
    """What is said of rows, by their entries: (m,) ``row`` of each membership."""
    if not spoken_of:
        return {}
    found = np.flatnonzero(np.isin(row, np.array(list(spoken_of), np.int64)))
    return {entry: spoken_of[int(row[entry])] for entry in found.tolist()}


@dataclass(frozen=True, slots=True)
class Reasons:
    """Makes the words of memberships: those of decisions in place of the machine's, or behind them.

    Attributes:
        machine: words for (k,) entries.
        said: of entries that decisions speak of.
    """

    machine: Callable[[Int], Objects]
    said: Mapping[int, Spoken]

    def __call__(self, at: Int) -> Objects:
        """(k,) one sentence for each of the entries ``at``."""
        words = self.machine(at)
        for n, entry in enumerate(at.tolist()) if self.said else ():
            found = self.said.get(entry)
            if found is not None:
                words[n] = found.why if found.by else f"{words[n]}; {found.why}"
        return words
