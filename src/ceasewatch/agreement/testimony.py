"""What the members of incidents say beyond the columns: weapons, qualifiers, whose statements they are."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.observation import Observation
from ceasewatch.model.table import ROLES, IncidentTable, Int, Real
from ceasewatch.model.values import Qualifier, Role
from ceasewatch.model.weapons import PARENTS, is_a

_STATEMENT = ROLES.index(Role.statement)


def weapon(incidents: IncidentTable, classes: Collection[str]) -> Real:
    """(n,) probability that the weapon is of one of ``classes`` or below; 1 if the clause names none.

    The mean over the members that name a class. NaN where no member does: nobody could tell.
    """
    if not classes:
        return np.ones(len(incidents))

    def told(observation: Observation) -> float:
        named = [h for h in observation.weapon.classes.hypotheses if h.value in PARENTS]
        if not named:
            return np.nan
        return sum(h.p for h in named if any(is_a(h.value, c) for c in classes))

    values = _each_row(incidents, told)
    known = np.isfinite(values)
    total = np.add.reduceat(np.where(known, values, 0.0), incidents.members.offsets[:-1]) if len(incidents) else values
    count = np.add.reduceat(known.astype(np.int64), incidents.members.offsets[:-1]) if len(incidents) else known
    mean: Real = np.where(count > 0, total / np.maximum(1, count), np.nan)
    return mean


def qualified(incidents: IncidentTable, qualifiers: Collection[Qualifier]) -> Real:
    """(n,) share of the members that carry one of ``qualifiers``."""
    wanted = frozenset(qualifiers)
    hits = _each_row(incidents, lambda o: float(not wanted.isdisjoint(o.qualifiers)))
    if not len(incidents):
        return hits
    share: Real = np.add.reduceat(hits, incidents.members.offsets[:-1]) / np.diff(incidents.members.offsets)
    return share


def flagged(incidents: IncidentTable) -> Int:
    """(n,) how many members say that withdrawal lines were violated."""
    share = qualified(incidents, (Qualifier.in_violation_of_withdrawal_lines,))
    return np.rint(share * np.diff(incidents.members.offsets)).astype(np.int64)


def statements(incidents: IncidentTable) -> NDArray[np.bool_]:
    """(n,) whether the incident rests on parties' statements alone."""
    if not len(incidents):
        return np.zeros(0, bool)
    said = incidents.observations.role[incidents.members.row] == _STATEMENT
    alone: NDArray[np.bool_] = np.logical_and.reduceat(said, incidents.members.offsets[:-1])
    return alone


def _each_row(incidents: IncidentTable, value: Callable[[Observation], float]) -> Real:
    """(m,) ``value`` of each member, in the order of the entries."""
    rows = incidents.observations.rows
    return np.array([value(rows[r]) for r in incidents.members.row.tolist()], dtype=np.float64)
