"""Any rule on holdings against a ledger, under every reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ceasewatch.agreement.holdings.ceiling import assess_ceiling
from ceasewatch.agreement.holdings.corrections import standing
from ceasewatch.agreement.holdings.inspections import assess_inspections
from ceasewatch.agreement.holdings.ledger import state
from ceasewatch.agreement.holdings.movements import assess_movements
from ceasewatch.agreement.holdings.readings import read
from ceasewatch.agreement.holdings.results import Frame, HoldingAssessment
from ceasewatch.agreement.holdings.schema import (
    CeilingRule,
    DeclaredSitesRule,
    HoldingReading,
    HoldingRule,
    InspectionRule,
    MovementRule,
)
from ceasewatch.agreement.holdings.sites import assess_sites
from ceasewatch.agreement.holdings.table import HoldingTable, Inside, by_name, tabulate
from ceasewatch.model.holding import InspectionRequest, LedgerEntry, Movement, Site


@dataclass(frozen=True, slots=True)
class Books:
    """All that is known of holdings at one date.

    Attributes:
        entries: those that stand, by date.
        table: the state that they make.
        sites, requests: what was declared or authorised, and inspections asked for.
        at: the date.
        inside: answers whether rows lie in a zone.
    """

    entries: tuple[LedgerEntry, ...]
    table: HoldingTable
    sites: tuple[Site, ...]
    requests: tuple[InspectionRequest, ...]
    at: datetime
    inside: Inside


def books(
    entries: Sequence[LedgerEntry],
    *,
    at: datetime,
    known: datetime | None = None,
    sites: Sequence[Site] = (),
    requests: Sequence[InspectionRequest] = (),
    inside: Inside = by_name,
) -> Books:
    """The ledger closed at ``at``, as the record knew it by ``known``.

    Raises:
        DataError: entries contradict each other; see :func:`~ceasewatch.agreement.holdings.corrections.standing`.
    """
    kept = standing(entries, known=known)
    return Books(kept, tabulate(state(kept, at=at)), tuple(sites), tuple(requests), at, inside)


def assess_holdings(
    rule: HoldingRule, frame: Frame, held: Books, readings: Sequence[HoldingReading] = ()
) -> tuple[HoldingAssessment, ...]:
    """What a clause makes of the books, once for each reading, in the readings' order.

    Raises:
        DataError: a number, class, permission or reading of the clause cannot be used.
    """
    return tuple(a for own, under in read(rule, readings, frame) for a in _assess(own, under, held))


def _assess(rule: HoldingRule, frame: Frame, b: Books) -> tuple[HoldingAssessment, ...]:
    match rule:
        case CeilingRule():
            return assess_ceiling(rule, frame, b.table, b.at, b.inside)
        case DeclaredSitesRule():
            moved = [e for e in b.entries if isinstance(e, Movement)]
            return assess_sites(rule, frame, b.table, b.at, sites=b.sites, movements=moved, inside=b.inside)
        case InspectionRule():
            return assess_inspections(rule, frame, b.entries, b.at, requests=b.requests)
        case MovementRule():
            return assess_movements(rule, frame, b.entries, b.at)
