"""What members of incidents say beyond the columns: weapons, what was struck, qualifiers, whose statement it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.belief import Belief
from ceasewatch.model.table import ROLES, WEAPONS, IncidentTable, Int, Objects, Real
from ceasewatch.model.values import Qualifier, Role
from ceasewatch.model.weapons import is_a

_STATEMENT = ROLES.index(Role.statement)


@dataclass(frozen=True, slots=True)
class Told:
    """Classes that m members name, in compressed rows.

    Attributes:
        member: (k,) which member; ascending.
        name: (k,) index into ``names``.
        p: (k,) probability.
        names: the classes that occur.
    """

    member: Int
    name: Int
    p: Real
    names: tuple[str, ...]

    @classmethod
    def of(cls, beliefs: Collection[Belief]) -> Told:
        """What the members believe, in order."""
        index: dict[str, int] = {}
        found = [(m, index.setdefault(h.value, len(index)), h.p) for m, b in enumerate(beliefs) for h in b.hypotheses]
        member, name, p = zip(*found, strict=True) if found else ((), (), ())
        return cls(np.array(member, np.int64), np.array(name, np.int64), np.array(p, np.float64), tuple(index))

    def among(self, classes: Collection[str], parents: Mapping[str, str | None], members: int) -> tuple[Real, Real]:
        """(members,) bounds of the probability of one of ``classes`` or below; NaN where a member names no known class.

        A class above one that is asked for, as *mortar* where mortars of 120 mm are, leaves it open.
        """
        known = np.array([n in parents for n in self.names], bool)
        hit = np.array([n in parents and any(is_a(n, c, parents) for c in classes) for n in self.names], bool)
        open_ = np.array([n in parents and any(is_a(c, n, parents) for c in classes) for n in self.names], bool)
        told = np.bincount(self.member[known[self.name]], minlength=members) > 0
        bounds = []
        for counted in (hit[self.name], (hit | open_)[self.name]):
            p = np.bincount(self.member[counted], self.p[counted], members)
            bounds.append(np.where(told, p, np.nan))
        return bounds[0], bounds[1]


@dataclass(frozen=True, slots=True)
class Testimony:
    """Of n incidents with m members.

    Attributes:
        offsets: (n + 1,) the members of each incident.
        weapons, objects: what members say was used or seen, and what was struck.
        qualifiers: (m,) sets of :class:`~ceasewatch.model.values.Qualifier`; an empty array where no member has any.
        statements: (n,) whether the incident rests on parties' statements alone.
    """

    offsets: Int
    weapons: Told
    objects: Told
    qualifiers: Objects
    statements: NDArray[np.bool_]

    @classmethod
    def of(cls, incidents: IncidentTable) -> Testimony:
        """Read once all that the clauses of a pack may ask for."""
        table, row = incidents.observations, incidents.members.row
        offsets = incidents.members.offsets
        members = [table.rows[r] for r in row.tolist()]
        if any(o is None for o in members):
            weapons, objects, said = _from_columns(table.weapon[row]), Told.of(()), np.zeros(0, dtype=object)
        else:
            weapons = Told.of([o.weapon.classes for o in members])
            objects = Told.of([o.struck for o in members])
            said = np.array([o.qualifiers for o in members] + [None], dtype=object)[:-1]
        alone = np.logical_and.reduceat(table.role[row] == _STATEMENT, offsets[:-1]) if len(row) else np.zeros(0, bool)
        return cls(offsets, weapons, objects, said if any(said.tolist()) else np.zeros(0, dtype=object), alone)

    @property
    def members(self) -> int:
        """How many members all incidents have."""
        return int(self.offsets[-1])

    def named(self, told: Told, classes: Collection[str], parents: Mapping[str, str | None]) -> tuple[Real, Real]:
        """(n,) bounds of the probability of one of ``classes`` or below: means over the members that name a class.

        0 and 1 where no member names a known class: nobody could tell.
        """
        low, high = told.among(classes, parents, self.members)
        known = np.isfinite(low)
        count = self._sum(known.astype(np.float64))
        means = [self._sum(np.where(known, values, 0.0)) / np.maximum(1.0, count) for values in (low, high)]
        return np.where(count > 0, means[0], 0.0), np.where(count > 0, means[1], 1.0)

    def qualified(self, wanted: Collection[Qualifier]) -> Real:
        """(n,) share of the members that carry one of the qualifiers."""
        if not len(self.qualifiers):
            return np.zeros(len(self.statements))
        asked = frozenset(wanted)
        hits = np.array([not asked.isdisjoint(q) for q in self.qualifiers.tolist()], np.float64)
        share: Real = self._sum(hits) / np.diff(self.offsets)
        return share

    def flagged(self) -> Int:
        """(n,) how many members say that withdrawal lines were violated."""
        share = self.qualified((Qualifier.in_violation_of_withdrawal_lines,))
        return np.rint(share * np.diff(self.offsets)).astype(np.int64)

    def _sum(self, values: Real) -> Real:
        out: Real = np.add.reduceat(values, self.offsets[:-1]) if len(values) else np.zeros(len(self.statements))
        return out


def _from_columns(weapon: NDArray[np.int8]) -> Told:
    member = np.flatnonzero(weapon >= 0)
    return Told(member, weapon[member].astype(np.int64), np.ones(len(member)), WEAPONS)
