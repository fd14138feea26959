"""Incidents before the terms of a pack: what each term is worth for each of them, weighed once however often asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ceasewatch.agreement.chance import Chance, all_of, any_of, none_of
from ceasewatch.agreement.inside import Boundary, Location, Measured, locate, measure
from ceasewatch.agreement.places import Figure
from ceasewatch.agreement.quantity import metres
from ceasewatch.agreement.terms import Term
from ceasewatch.agreement.testimony import Testimony
from ceasewatch.geo.names import unit_fold
from ceasewatch.model.table import KINDS, IncidentTable, Int


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
    """

    incidents: IncidentTable
    ground: Ground
    testimony: Testimony = field(init=False)
    _weighed: dict[Term, Chance] = field(default_factory=dict)
    _located: dict[Term, Location] = field(default_factory=dict)
    _measured: dict[tuple[str, bool], Measured] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.testimony = Testimony.of(self.incidents)

    def __len__(self) -> int:
        return len(self.incidents)

    def weigh(self, term: Term) -> Chance:
        """What the term is worth for each incident."""
        if term not in self._weighed:
            self._weighed[term] = self._composed(term) if term.parts else self._leaf(term)
        return self._weighed[term]

    def location(self, term: Term) -> Location:
        """Where the places lie with respect to the boundary of a term on place."""
        if term not in self._located:
            boundary = self.ground.boundary(term)
            key = (boundary.figure.id, boundary.figure.closed)
            if key not in self._measured:
                self._measured[key] = measure(self.incidents, boundary.figure)
            self._located[term] = locate(self.incidents, boundary, self._measured[key])
        return self._located[term]

    def by_name(self, term: Term) -> tuple[Int, Int]:
        """Incidents that are known to be (in the first, inside; in the second, outside) a zone by name alone."""
        none = np.zeros(0, np.int64)
        figure = self.ground.boundary(term).figure
        whole, around = {unit_fold(a) for a in figure.areas}, {unit_fold(a) for a in figure.surroundings}
        if not term.zone or not around:
            return none, none
        nowhere = np.flatnonzero(np.isnan(self.incidents.lat) & (self.incidents.area != ""))
        names = [unit_fold(a) for a in self.incidents.area[nowhere]]
        inside, outside = np.array([n in whole for n in names], bool), np.array([n not in around for n in names], bool)
        return nowhere[inside], nowhere[outside]

    def _composed(self, term: Term) -> Chance:
        parts = [self.weigh(part) for part in term.parts]
        join = all_of if term.all_of else any_of if term.any_of else none_of
        return join(parts, len(self))

    def _leaf(self, term: Term) -> Chance:
        says = term.says
        if says == "kinds":
            return Chance.of(self.incidents.kind_p[:, [KINDS.index(k) for k in term.kinds]].sum(axis=1))
        if says == "weapons":
            return Chance.of(self.testimony.named(self.testimony.weapons, term.weapons, self.ground.weapons))
        if says == "objects":
            return Chance.of(self.testimony.named(self.testimony.objects, term.objects, self.ground.objects))
        if says == "qualifiers":
            return Chance.of(self.testimony.qualified(term.qualifiers))
        return self._placed(term)

    def _placed(self, term: Term) -> Chance:
        found = self.location(term)
        p = found.p.copy()
        inside, outside = self.by_name(term)
        p[inside], p[outside] = 1.0, 0.0
        return Chance.spread(p, found.rows, found.at)
