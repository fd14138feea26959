"""What comes out of the gate. A product is built from these alone, so it cannot hold more than its tier may know."""

from __future__ import annotations

from enum import StrEnum

from ceasewatch.model import Consensus, Count, Outcome, Tier
from ceasewatch.model.ids import ClauseId, FeedId, IncidentId, PackId, PartyId
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc
from ceasewatch.model.values import CapStatus
from ceasewatch.release.words import Likelihood


class NoPosition(StrEnum):
    """Why an incident is shown without a cell."""

    shown = ""
    not_known = "not_known"
    """There is nothing that could be put on a map."""
    too_wide = "too_wide"
    """It is known no better than a first-level unit."""
    origin_of_fire = "origin_of_fire"
    """It would tell where a weapon stands."""
    force = "force"
    """It would tell where a force is."""


class ReleasedAssessment(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """An assessment as the tier may know it.

    Attributes:
        likelihood: of a breach, in words.
        p_breach_ppm, p_applies_ppm: in millionths; ``None`` where exact numbers would help to find the place.
        reasons: empty at tiers that do not get reasons.
        unverified: numbers of the pack that the result rests on and nobody has checked; never dropped (rule 8).
        agreed: what all readings of the clause make of the incident together.
        differs: the terms that decide, where it depends on the reading; empty at tiers that do not get reasons.
    """

    pack: PackId
    clause: ClauseId
    outcome: Outcome
    likelihood: Likelihood
    reading: PartyId = PartyId("")
    p_breach_ppm: int | None = None
    p_applies_ppm: int | None = None
    reasons: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    agreed: Consensus = Consensus.one_reading
    differs: tuple[str, ...] = ()


class ReleasedIncident(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """An incident as the tier may know it.

    Attributes:
        from_day, to_day: ISO dates in the mission's zone.
        start, end: ``None`` at the public tier; else exact or to the hour.
        cell: H3 index, hexadecimal; empty where the place is exact or not shown.
        cell_m: the cell is at least so wide; 0 is the exact place.
        lat_e7, lon_e7: centre of the cell, or of the exact place; ``None`` without a position.
        radius_m: of the exact place with probability 0.95; 0 for cells.
        no_position: why there is none.
        kind: the most probable one; ``kind_p_ppm`` its probability, to the per cent.
        killed, injured: as reported, not corroborated.
        observer_kinds: what sorts of observer it rests on.
        statements_only: it rests on nothing but parties' statements.
        contradicted: its reports contradict each other; in which way is for analysts.
    """

    id: IncidentId
    tier: Tier
    from_day: str
    to_day: str
    kind: str
    kind_p_ppm: int
    start: Utc | None = None
    end: Utc | None = None
    area: str = ""
    cell: str = ""
    cell_m: int = 0
    lat_e7: int | None = None
    lon_e7: int | None = None
    radius_m: int = 0
    no_position: NoPosition = NoPosition.shown
    count: Count = Count()
    killed: Count = Count()
    injured: Count = Count()
    reports: int = 1
    origins: int = 1
    observer_kinds: tuple[str, ...] = ()
    statements_only: bool = False
    assessments: tuple[ReleasedAssessment, ...] = ()
    contradicted: bool = False
    contradictions: tuple[str, ...] = ()
    status: CapStatus = CapStatus.actual


class Screened(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """What a tier gets of a set of incidents.

    Attributes:
        items: in order of time, then id.
        killed, injured: as reported, over all items together; small totals are not told to the public either.
        casualty_incidents: how many items name people killed or injured.
        dropped: how many are withheld; for the log of releases, not for the product.
    """

    items: tuple[ReleasedIncident, ...]
    killed: Count = Count()
    injured: Count = Count()
    casualty_incidents: int = 0
    dropped: int = 0


class ReportedTotal(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """A total that somebody reported; it is compared with our counts and added to nothing."""

    feed: FeedId
    area: str
    kind: str
    from_day: str
    to_day: str
    count: Count


class ClauseTotal(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """How many incidents a clause, in one reading, has which outcome for."""

    pack: PackId
    clause: ClauseId
    outcome: Outcome
    incidents: int
    reading: PartyId = PartyId("")
    likelihoods: tuple[tuple[Likelihood, int], ...] = ()
    unverified: tuple[str, ...] = ()


class EffortState(StrEnum):
    """What outsiders may know of who was looking (design rule 3), and ``unknown`` where nobody wrote it down."""

    adequate = "adequate"
    partial = "partial"
    none = "none"
    unknown = "unknown"


class Basis(StrEnum):
    """What the word for effort rests on."""

    detectability = "detectability"
    """Hours worked, and what would have been seen from where the observers were."""
    hours = "hours"
    """Hours worked alone: where the observers were, or what the area is, is not known."""


class ReleasedEffort(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """Effort in one area over one period.

    Attributes:
        basis: what ``state`` rests on.
        observers, expected_h: how many were posted there, and the observer-hours they could have worked; 0 outside
            the mission.
        hours: observer-hours by state; empty outside the mission.
    """

    area: str
    state: EffortState
    basis: Basis = Basis.hours
    observers: int = 0
    expected_h: int = 0
    hours: tuple[tuple[str, int], ...] = ()


class FeedHealth(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """Whether a feed delivers, without places.

    Attributes:
        reports, previous: observations of the period, and of the one before.
        last: time of the last report, as the tier may know it.
        silent: it has been quiet for longer than it should be: an alarm, not a zero.
    """

    feed: FeedId
    title: str = ""
    reports: int = 0
    previous: int = 0
    last: Utc | None = None
    expected_every_s: int = 0
    side: PartyId = PartyId("")
    silent: bool = False
