"""Incidents before the terms of a pack: what each term is worth for each of them, weighed once however often asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ceasewatch.agreement.chance import Chance, all_of, any_of, certain, none_of, one_of
from ceasewatch.agreement.inside import Boundary, locate
from ceasewatch.agreement.places import Figure
from ceasewatch.agreement.quantity import metres
from ceasewatch.agreement.ruler import Ruler
from ceasewatch.agreement.terms import Term
from ceasewatch.agreement.testimony import Testimony
from ceasewatch.geo.names import unit_fold
from ceasewatch.model.table import KINDS, IncidentTable, Int, Real
from ceasewatch.model.values import Kind

_JOIN: Final = {"all_of": all_of, "any_of": any_of, "none_of": none_of, "one_of": one_of}


@dataclass(frozen=True, slots=True)
class Ground:
    """What terms refer to.

    Attributes:
        lines, zones: geometries by id.
        weapons, objects: parent of each class; ``None`` for the root.
    """

    lines: Mapping[str, Figure]
    zones: Mapping[str, Figure]
    weapons: Mapping[str, str | None]
    objects: Mapping[str, str | None]

    def boundary(self, term: Term) -> Boundary:
        """Of a term on place."""
        if term.nearer:
            return Boundary(self.lines[term.nearer.line], metres(term.nearer.distance, term.nearer.line))
        if term.side:
            return Boundary(self.lines[term.side.line], party=term.side.party)
        return Boundary(self.zones[term.zone])


@dataclass(slots=True)
class Scene:
    """Some incidents and what has been found out about them.

    Attributes:
        incidents: n of them.
        ground: of the pack.
        testimony: what their members say.
    """

    incidents: IncidentTable
    ground: Ground
    testimony: Testimony = field(init=False)
    _columns: Real = field(init=False)
    _kinds: dict[tuple[Kind, ...], Real] = field(default_factory=dict)
    _told: dict[Term, tuple[Real, Real]] = field(default_factory=dict)
    _rulers: dict[tuple[str, bool], Ruler] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.testimony = Testimony.of(self.incidents)
        self._columns = np.ascontiguousarray(self.incidents.kind_p.T)

    def __len__(self) -> int:
        return len(self.incidents)

    def weigh(self, term: Term | None, rows: Int) -> Chance:
        """What the term is worth for each of the incidents ``rows``; no term always holds."""
        if term is None:
            return certain(len(rows))
        if term.parts:
            parts = [self.weigh(part, rows) for part in term.parts]
            return _JOIN[term.says](parts, len(rows))
        if term.zone or term.nearer or term.side:
            return self._placed(term, rows)
        if term.kinds:
            return Chance.of(self.kinds(term.kinds)[rows])
        if term.qualifiers:
            return Chance.of(self.testimony.qualified(term.qualifiers)[rows])
        low, high = self.named(term)
        return Chance.between(low[rows], high[rows])

    def kinds(self, kinds: tuple[Kind, ...]) -> Real:
        """(n,) probability that the kind is one of these."""
        if kinds not in self._kinds:
            columns = self._columns[sorted(KINDS.index(k) for k in kinds)]
            self._kinds[kinds] = np.minimum(1.0, columns.sum(axis=0))
        return self._kinds[kinds]

    def named(self, term: Term) -> tuple[Real, Real]:
        """(n,) bounds of the probability that weapon or object are of the term's classes."""
        if term not in self._told:
            told, ground = self.testimony, self.ground
            if term.weapons:
                self._told[term] = told.named(told.weapons, term.weapons, ground.weapons)
            else:
                self._told[term] = told.named(told.objects, term.objects, ground.objects)
        return self._told[term]

    def ruler(self, term: Term) -> Ruler:
        """Laid at the figure of a term on place."""
        figure = self.ground.boundary(term).figure
        key = (figure.id, figure.closed)
        if key not in self._rulers:
            self._rulers[key] = Ruler(self.incidents, figure)
        return self._rulers[key]

    def by_name(self, term: Term, rows: Int) -> tuple[Int, Int]:
        """Which of ``rows`` are inside, and which outside, a zone by the name of their area alone."""
        none = np.zeros(0, np.int64)
        figure = self.ground.boundary(term).figure
        whole, around = {unit_fold(a) for a in figure.areas}, {unit_fold(a) for a in figure.surroundings}
        if not term.zone or not around:
            return none, none
        nowhere = np.flatnonzero(np.isnan(self.incidents.lat[rows]) & (self.incidents.area[rows] != ""))
        names = [unit_fold(a) for a in self.incidents.area[rows[nowhere]]]
        inside, outside = np.array([n in whole for n in names], bool), np.array([n not in around for n in names], bool)
        return nowhere[inside], nowhere[outside]

    def _placed(self, term: Term, rows: Int) -> Chance:
        found = locate(self.incidents, self.ground.boundary(term), rows, self.ruler(term))
        inside, outside = self.by_name(term, rows)
        found.p[inside], found.p[outside] = 1.0, 0.0
        return Chance.spread(found.p, found.open, found.at)
