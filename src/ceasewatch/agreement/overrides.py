"""Clauses that go before others: the result of the one that gives way is kept, and says which clause overrules it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceasewatch.agreement.schema import ClauseEntry
from ceasewatch.agreement.table import OUTCOMES, AssessmentTable
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.table import Int

_SPEAKS: Final = 0.5
"""A clause overrules another where it more probably speaks of the incident than not."""
_IDLE: Final = (Outcome.not_yet_in_force, Outcome.lapsed, Outcome.not_bound)


class Found(NamedTuple):
    """What one clause makes of n incidents: (k,) which of them, and the k results."""

    clause: ClauseEntry
    rows: Int
    table: AssessmentTable


def overruled(found: Sequence[Found], n: int) -> list[AssessmentTable]:
    """The tables with ``overruled`` as outcome where another clause of the pack goes before.

    Probabilities stay: what the general rule would say is shown beside the special one. A clause that asks a distance
    speaks of an incident as soon as weapon, kind and area are those that it names: at ten kilometres a distance of
    eight is kept, and the general rule of fifteen gives way.
    """
    specials = [f for f in found if f.clause.overrides]
    said = {f.clause.id: _speaks(f, n) for f in specials}
    return [
        _giving_way(f, {s.clause.id: said[s.clause.id] for s in specials if f.clause.id in s.clause.overrides})
        for f in found
    ]


def _speaks(found: Found, n: int) -> NDArray[np.int8]:
    """(n,) outcome (index) of a clause for incidents that it speaks of; -1 for others."""
    out = np.full(n, -1, np.int8)
    idle = np.isin(found.table.outcome, [OUTCOMES.index(o) for o in _IDLE])
    speaks = (found.table.p_scope > _SPEAKS) & ~idle
    out[found.rows[speaks]] = found.table.outcome[speaks]
    return out


def _giving_way(found: Found, specials: dict[str, NDArray[np.int8]]) -> AssessmentTable:
    table = found.table
    none = table.outcome == OUTCOMES.index(Outcome.not_applicable)
    for name, said in specials.items():
        rows = np.flatnonzero((said[found.rows] >= 0) & ~none)
        outcome, reasons = table.outcome.copy(), table.reasons.copy()
        for k in rows.tolist() if len(rows) and reasons[rows[0]] else ():
            was, special = OUTCOMES[outcome[k]].value, OUTCOMES[said[found.rows[k]]].value
            tension = f"by itself this clause says {was}, {name} says {special}"
            reasons[k] = (f"clause {name} goes before it here; {tension}", *reasons[k])
        outcome[rows] = OUTCOMES.index(Outcome.overruled)
        table = replace(table, outcome=outcome, reasons=reasons)
    return table


def tensions(table: AssessmentTable) -> list[tuple[str, str, str]]:
    """(incident, clause, clause) of one pack that a breach of one and none of the other stand side by side."""
    found = []
    breach = np.isin(table.outcome, [OUTCOMES.index(o) for o in (Outcome.breach_likely, Outcome.breach_possible)])
    none = table.outcome == OUTCOMES.index(Outcome.no_breach)
    by_incident: dict[str, list[int]] = {}
    for k, incident in enumerate(table.incident):
        by_incident.setdefault(incident, []).append(k)
    for incident, rows in by_incident.items():
        found += [
            (incident, str(table.clause[a]), str(table.clause[b]))
            for a in rows for b in rows
            if breach[a] and none[b] and table.clause[a] != table.clause[b]
        ]  # fmt: skip
    return found
