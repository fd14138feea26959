"""What a text would have made of incidents, were it in force. It binds nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import numpy as np

from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.table import CONSENSUS, OUTCOMES
from ceasewatch.model.struct import Noun
from ceasewatch.model.table import IncidentTable
from ceasewatch.model.time import TimeInterval, to_us

NOTICE = "simulated: binds nobody"


class Supposed(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """How many incidents a clause, in one reading, would have which outcome for.

    Attributes:
        agreed: what all readings of the clause make of these incidents together.
        differs: the terms that decide, where it depends on the reading.
    """

    pack: str
    clause: str
    reading: str
    outcome: str
    agreed: str
    incidents: int
    differs: tuple[str, ...] = ()
    notice: str = NOTICE


def chosen(incidents: IncidentTable, period: TimeInterval | None, told: Collection[str] | None = None) -> IncidentTable:
    """Those that began in the period (its end excluded) and, if given, are among ``told``."""
    kept = np.ones(len(incidents), bool)
    if period is not None:
        kept &= (incidents.start_us >= to_us(period.start)) & (incidents.start_us < to_us(period.end))
    if told is not None:
        kept &= np.array([i in told for i in incidents.ids], bool)
    return incidents.take(np.flatnonzero(kept))


def supposed(pack: Pack, incidents: IncidentTable) -> list[Supposed]:
    """In the pack's order, then by reading, outcome and consensus."""
    table = pack.simulate(incidents)
    found = Counter(
        zip(table.clause.tolist(), table.reading.tolist(), table.outcome.tolist(), table.agreed.tolist(),
            table.differs.tolist(), strict=True)
    )  # fmt: skip
    order = {c.id: n for n, c in enumerate(pack.file.clauses)}
    return [
        Supposed(
            pack=pack.file.id, clause=clause, reading=str(reading), outcome=OUTCOMES[outcome], agreed=CONSENSUS[agreed],
            differs=differs, incidents=n,
        )
        for (clause, reading, outcome, agreed, differs), n in sorted(
            found.items(), key=lambda item: (order[item[0][0]], *map(str, item[0][1:]))
        )
    ]  # fmt: skip
