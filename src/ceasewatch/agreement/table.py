"""Assessments as columns; Structs are the view at the edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.model.assessment import Assessment, Consensus, Outcome
from ceasewatch.model.ids import ClauseId, IncidentId, PackId, PartyId
from ceasewatch.model.struct import PPM
from ceasewatch.model.table import Columns, Objects, Real, Small

OUTCOMES: Final = tuple(Outcome)
"""Values of ``outcome``, by index."""

CONSENSUS: Final = tuple(Consensus)
"""Values of ``agreed``, by index."""


@dataclass(frozen=True, slots=True)
class AssessmentTable(Columns):
    """n results, in the order of the incidents, then of the pack's clauses and readings.

    Columns:
        incident, pack, clause, reading: ids; ``reading`` is empty where the clause has one reading.
        outcome: index into :data:`OUTCOMES`.
        p_scope: lower bound of the probability that the clause speaks of the incident, whenever and however far it was.
        p_applies, p_breach: probabilities, rounded to 1e-6.
        reasons, unverified: tuples of text.
        agreed: index into :data:`CONSENSUS`: what all readings of the clause make of the incident.
        differs: tuples of text: which terms decide, where it depends on the reading.
    """

    incident: Objects
    pack: Objects
    clause: Objects
    reading: Objects
    outcome: Small
    p_scope: Real
    p_applies: Real
    p_breach: Real
    reasons: Objects
    unverified: Objects
    agreed: Small
    differs: Objects

    @classmethod
    def concat(cls, tables: Sequence[AssessmentTable]) -> AssessmentTable:
        """The rows of all ``tables``, in order."""
        names = tuple(cls.__dataclass_fields__)
        if not tables:
            none = np.empty(0, dtype=object)
            real, small = np.zeros(0), np.zeros(0, np.int8)
            return cls(none, none, none, none, small, real, real, real, none, none, small, none)
        return cls(**{name: np.concatenate([getattr(t, name) for t in tables]) for name in names})

    def of(self, incident: str) -> AssessmentTable:
        """The rows of one incident."""
        return self.take(np.flatnonzero(self.incident == incident))

    def to_assessments(self) -> list[Assessment]:
        """One Struct for each row."""
        ppm = [np.rint(p * PPM).astype(np.int64).tolist() for p in (self.p_applies, self.p_breach)]
        return [
            Assessment(
                incident=IncidentId(incident),
                pack=PackId(pack),
                clause=ClauseId(clause),
                outcome=OUTCOMES[outcome],
                reading=PartyId(reading),
                p_applies_ppm=applies,
                p_breach_ppm=breach,
                reasons=reasons,
                unverified=unverified,
                agreed=CONSENSUS[agreed],
                differs=differs,
            )
            for incident, pack, clause, outcome, reading, applies, breach, reasons, unverified, agreed, differs in zip(
                self.incident, self.pack, self.clause, self.outcome.tolist(), self.reading, *ppm, self.reasons,
                self.unverified, self.agreed.tolist(), self.differs, strict=True,
            )
        ]  # fmt: skip
