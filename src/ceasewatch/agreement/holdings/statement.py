"""The statement of a result that the other side gets: kept, exceeded or not determined, and nothing of where (3.2)."""

from __future__ import annotations

from ceasewatch.agreement.holdings.results import HoldingAssessment, day
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.ids import ClauseId, PackId, PartyId
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc

_SAYS = {
    Outcome.breach_likely: "not within the terms of the clause",
    Outcome.breach_possible: "not determined; a breach is possible",
    Outcome.no_breach: "within the terms of the clause",
    Outcome.undetermined: "not determined",
    Outcome.not_applicable: "the clause forbids nothing here",
    Outcome.not_bound: "the party has not accepted the text",
    Outcome.not_yet_in_force: "the clause does not bind yet",
    Outcome.lapsed: "the clause has lapsed",
}


class Statement(Noun, frozen=True, kw_only=True):
    """A result without sites, serial numbers, counts, observers or the entry that it rests on.

    Attributes:
        zone: the zone as the agreement names it, never less than that.
        recheck: whether something more was asked for.
    """

    pack: PackId
    clause: ClauseId
    party: PartyId
    at: Utc
    zone: str
    outcome: Outcome
    recheck: bool
    text: str


def statement(a: HoldingAssessment) -> Statement:
    """What may be told of ``a`` beyond the mission's analysts, once the release gate lets it."""
    place = f" in {a.zone}" if a.zone else ""
    asked = "; a recheck was asked for" if a.asks else ""
    return Statement(
        pack=a.pack,
        clause=a.clause,
        party=a.party,
        at=a.at,
        zone=a.zone,
        outcome=a.outcome,
        recheck=bool(a.asks),
        text=f"{a.party}{place}, {day(a.at)}: {_SAYS[a.outcome]}{asked}",
    )
