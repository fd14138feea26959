"""Clauses that go before others: the result of the one that gives way is kept, and says which clause overrules it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from ceasewatch.agreement.schema import ClauseEntry
from ceasewatch.agreement.table import OUTCOMES, AssessmentTable
from ceasewatch.model.assessment import Outcome

_SPEAKS: Final = 0.5
"""A clause overrules another where it more probably speaks of the incident than not."""


def overruled(table: AssessmentTable, clauses: Sequence[ClauseEntry]) -> AssessmentTable:
    """The table with ``overruled`` as outcome where another clause of the pack goes before.

    Probabilities stay: what the general rule would say is shown beside the special one. A clause that asks a distance
    speaks of an incident as soon as weapon, kind and area are those that it names: at ten kilometres a distance of
    eight is kept, and the general rule of fifteen gives way.
    """
    over = {(c.id, other) for c in clauses for other in c.overrides}
    if not over or not len(table):
        return table
    outcome, reasons = table.outcome.copy(), table.reasons.copy()
    speaks: dict[str, dict[str, str]] = {}
    for incident, clause, p, k in zip(
        table.incident, table.clause, table.p_scope.tolist(), table.outcome.tolist(), strict=True
    ):
        if p > _SPEAKS and OUTCOMES[k] not in {Outcome.not_yet_in_force, Outcome.lapsed, Outcome.not_bound}:
            speaks.setdefault(incident, {})[clause] = OUTCOMES[k].value
    for k in range(len(table)):
        for special, said in speaks.get(table.incident[k], {}).items():
            if (special, table.clause[k]) in over and OUTCOMES[outcome[k]] is not Outcome.not_applicable:
                was = OUTCOMES[outcome[k]].value
                tension = f"by itself this clause says {was}, {special} says {said}"
                reasons[k] = (f"clause {special} goes before it here; {tension}", *reasons[k])
                outcome[k] = OUTCOMES.index(Outcome.overruled)
    return AssessmentTable(
        **{name: getattr(table, name) for name in table.__dataclass_fields__} | {"outcome": outcome, "reasons": reasons}
    )


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
