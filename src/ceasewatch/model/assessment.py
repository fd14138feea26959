"""Assessment: the machine's result for incident x clause x reading. It is not a verdict."""

from __future__ import annotations

from enum import StrEnum

from ceasewatch.model.ids import ClauseId, IncidentId, PackId, PartyId
from ceasewatch.model.struct import Noun


class Outcome(StrEnum):
    """What the machine may say."""

    breach_likely = "breach_likely"
    breach_possible = "breach_possible"
    no_breach = "no_breach"
    undetermined = "undetermined"
    not_applicable = "not_applicable"
    not_bound = "not_bound"
    not_yet_in_force = "not_yet_in_force"
    lapsed = "lapsed"


class Assessment(Noun, frozen=True, kw_only=True):
    """Whether the clause, as one reading has it, applies to the incident and is breached.

    Attributes:
        reading: party whose reading was used; empty where there is only one.
        p_applies_ppm: probability that the clause speaks of this incident (time, zone, kind, weapon).
        p_breach_ppm: probability of a breach, of which ``p_applies_ppm`` is the upper bound.
        reasons: in words that a lawyer can follow, most important first.
        unverified: numbers of the pack that the result rests on and nobody has checked.
    """

    incident: IncidentId
    pack: PackId
    clause: ClauseId
    outcome: Outcome
    reading: PartyId = PartyId("")
    p_applies_ppm: int
    p_breach_ppm: int
    reasons: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
