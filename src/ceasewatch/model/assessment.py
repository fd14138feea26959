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
    overruled = "overruled"
    """Another clause of the text goes before; what this one would say by itself is in the reasons."""
    undetermined = "undetermined"
    not_applicable = "not_applicable"
    not_bound = "not_bound"
    not_yet_in_force = "not_yet_in_force"
    lapsed = "lapsed"


class Consensus(StrEnum):
    """What the readings of a clause make of an incident together."""

    one_reading = "one_reading"
    agreed_breach = "agreed_breach"
    agreed_no_breach = "agreed_no_breach"
    depends_on_the_reading = "depends_on_the_reading"
    undetermined = "undetermined"


class Assessment(Noun, frozen=True, kw_only=True):
    """Whether the clause, as one reading has it, applies to the incident and is breached.

    Attributes:
        reading: party whose reading was used; empty where there is only one.
        p_applies_ppm: probability that the clause speaks of this incident (time, zone, kind, weapon).
        p_breach_ppm: probability of a breach, of which ``p_applies_ppm`` is the upper bound.
        reasons: in words that a lawyer can follow, most important first.
        unverified: numbers of the pack that the result rests on and nobody has checked.
        agreed: what all readings of the clause make of the incident together.
        differs: where it depends on the reading, the terms that decide, in words.
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
    agreed: Consensus = Consensus.one_reading
    differs: tuple[str, ...] = ()
