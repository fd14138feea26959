"""What a party holds, as it was declared, inspected, seen and moved: dated entries, and the state that they make.

An entry is one statement or one perception; it is never overwritten, a correction supersedes it. The state at a date is
a fold over the entries (:mod:`ceasewatch.agreement.holdings.ledger`). Nothing here has coordinates: sites are ids, and
whether something lay in one is an answer of the vault.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from ceasewatch.model.count import Count
from ceasewatch.model.ids import PartyId
from ceasewatch.model.struct import PPM, Noun
from ceasewatch.model.time import Utc

NOTHING = Count.exactly(0)
"""A count of none, which is not the same as no count."""


class Remark(StrEnum):
    """Words of withdrawal reports (handbook 1.5), as values."""

    first_time_missing = "first_time_missing"
    """Absent at this inspection and at none before."""
    missing = "missing"
    """Absent at this inspection and at the one before it."""
    again_missing = "again_missing"
    """Absent at this inspection, found at the one before it, absent at an earlier one."""
    rechecked = "rechecked"
    """The inspection repeated an earlier one."""
    not_compliant = "not_compliant"
    """The inspection found other than what was declared."""
    could_not_verify = "could_not_verify_as_withdrawn"
    """Storage did not meet the criteria, or there was no access."""
    undeclared = "undeclared"
    """Found where its owner declared none."""
    in_violation = "in_violation_of_withdrawal_lines"
    """Nearer to the line than allowed."""
    beyond_lines_outside_sites = "beyond_withdrawal_lines_but_outside_designated_storage_sites"
    """Far enough, but not where it was declared."""
    in_transit = "in_transit"
    """Between two sites."""


class SiteKind(StrEnum):
    """What a declared or authorised site is for."""

    holding_area = "heavy_weapons_holding_area"
    permanent_storage = "permanent_storage_site"
    base = "base"
    training_area = "training_area"
    port_of_entry = "port_of_entry"


class Access(StrEnum):
    """What an inspection was allowed to see."""

    full = "full"
    managed = "managed"
    """Enough to verify, without the secret design or characteristics (handbook 3.1)."""
    partial = "partial"
    """Not enough to verify all."""
    denied = "denied"


class Where(StrEnum):
    """An answer of the vault, which knows the geometry: nothing but this leaves it."""

    inside = "inside"
    outside = "outside"
    unknown = "unknown"


class SiteAnswer(Noun, frozen=True, kw_only=True):
    """Whether something lay in a declared site.

    Attributes:
        answer: inside ``site``, outside all of the owner's sites, or unknown.
        site: id of the site, for ``inside``.
        p_ppm: probability that the answer is right; of no meaning for ``unknown``.
    """

    answer: Where = Where.unknown
    site: str = ""
    p_ppm: int = PPM

    def __post_init__(self) -> None:
        if (self.answer is Where.inside) != bool(self.site):
            raise ValueError("inside names a site; outside and unknown name none")
        if not 0 <= self.p_ppm <= PPM:
            raise ValueError(f"probability {self.p_ppm} is outside 0 to {PPM} millionths")

    @property
    def inside(self) -> tuple[float, float]:
        """Bounds of the probability of being inside."""
        if self.answer is Where.unknown:
            return 0.0, 1.0
        p = self.p_ppm / PPM if self.answer is Where.inside else 1.0 - self.p_ppm / PPM
        return p, p


class Site(Noun, frozen=True, kw_only=True):
    """A site that a party declared or that it was authorised to use, by id.

    Attributes:
        owner: party or force that may use it.
        valid_from, valid_to: from and until when (exclusive); ``None`` is open.
        criteria: storage criteria that it meets.
    """

    id: str
    kind: SiteKind
    owner: PartyId
    zone: str = ""
    country: str = ""
    valid_from: Utc | None = None
    valid_to: Utc | None = None
    criteria: tuple[str, ...] = ()


class Entry(Noun, frozen=True, kw_only=True):
    """What all entries of the ledger say.

    Attributes:
        id: of the entry.
        owner: party or force whose holdings they are.
        at: the date that it speaks of.
        class_: class of :func:`ceasewatch.model.forces.class_tree`; ``class`` in files.
        model: designation as written; empty if none.
        count: how many.
        serials: serial numbers, those that were read.
        site, zone, country: where; empty where not stated.
        recorded_at: when the record had it; ``None`` counts as known from the start.
        supersedes: id of the entry that it corrects.
    """

    id: str
    owner: PartyId
    at: Utc
    class_: str = msgspec.field(name="class")
    model: str = ""
    count: Count = Count()
    serials: tuple[str, ...] = ()
    site: str = ""
    zone: str = ""
    country: str = ""
    recorded_at: Utc | None = None
    supersedes: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        if len(set(self.serials)) < len(self.serials):
            raise ValueError("a serial number occurs twice in one entry")
        if self.count.highest is not None and len(self.serials) > self.count.highest:
            raise ValueError(f"{len(self.serials)} serial numbers, but at most {self.count.highest} items")


class Declaration(Entry, frozen=True, kw_only=True, tag="declaration"):
    """All that its owner declares to hold of a class at a place; it replaces what was declared before.

    What others say of it is a claim and has no place here.
    """


class Inspection(Entry, frozen=True, kw_only=True, tag="inspection"):
    """What inspectors found of a class at a place.

    Attributes:
        verifier: who inspected.
        access: what they were allowed to see; ``denied`` has no count.
        unmet: storage criteria that were not met.
        recheck_of: id of the inspection that it repeats.
        request: id of the request that it answers.
    """

    verifier: str
    access: Access = Access.full
    unmet: tuple[str, ...] = ()
    recheck_of: str = ""
    request: str = ""


class Sighting(Entry, frozen=True, kw_only=True, tag="sighting"):
    """What was seen of a class in one pass of a patrol, a UAV or a satellite.

    Attributes:
        observer: who saw it.
        pass_id: sightings of one pass are of different items; those of two passes may be of the same. Empty: a pass
            of its own.
        beyond_sites: only what stood outside declared sites was counted.
        where: the vault's answer.
        near_line: whether it stood nearer to the line than allowed.
        movement: id of the notified movement that it belongs to; empty if none.
    """

    observer: str
    pass_id: str = ""
    beyond_sites: bool = False
    where: SiteAnswer = SiteAnswer()
    near_line: Where = Where.unknown
    movement: str = ""


class Movement(Entry, frozen=True, kw_only=True, tag="movement"):
    """Items or persons left a place (``at``; ``site``, ``zone``) for another.

    Attributes:
        to_site, to_zone, to_country: where to.
        arrived_at: ``None`` while under way.
        notified_at: when the owner gave notice; ``None`` if it gave none.
        escorted: monitors went with it, so that what they verified stays verified.
    """

    to_site: str = ""
    to_zone: str = ""
    to_country: str = ""
    arrived_at: Utc | None = None
    notified_at: Utc | None = None
    escorted: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.arrived_at is not None and self.arrived_at < self.at:
            raise ValueError("a movement arrives before it leaves")
        if (self.site, self.zone, self.country) == (self.to_site, self.to_zone, self.to_country):
            raise ValueError("a movement ends where it began")


class InspectionRequest(Noun, frozen=True, kw_only=True, tag="request"):
    """A party asks for an inspection."""

    id: str
    by: PartyId
    owner: PartyId
    at: Utc
    zone: str = ""
    site: str = ""


LedgerEntry = Declaration | Inspection | Sighting | Movement


class Absence(Noun, frozen=True, kw_only=True):
    """How many are missing, and for the how-manieth time.

    Attributes:
        serials: which; empty where only numbers were compared, and then ``n`` counts as few as possible as new.
    """

    remark: Remark
    n: int
    serials: tuple[str, ...] = ()


class Holding(Noun, frozen=True, kw_only=True):
    """The state at a date of one class (and model) of one owner at one place.

    Attributes:
        declared, inspected: ``None`` where nobody declared or inspected. ``inspected`` includes later movements.
        missing: declared less found at the last inspection.
        absences: the missing by remark.
        moved_in, moved_out: since the last declaration; it is updated by them.
        in_transit_since: for what has left one place and not reached another.
        movement: id of that movement.
        passes: sightings, oldest first.
        unmet: storage criteria that the last inspection found not met.
    """

    owner: PartyId
    class_: str = msgspec.field(name="class")
    at: Utc
    model: str = ""
    site: str = ""
    zone: str = ""
    country: str = ""
    serials: tuple[str, ...] = ()
    declared: Count | None = None
    declared_at: Utc | None = None
    inspected: Count | None = None
    inspected_at: Utc | None = None
    verifier: str = ""
    missing: Count = NOTHING
    absences: tuple[Absence, ...] = ()
    moved_in: Count = NOTHING
    moved_out: Count = NOTHING
    in_transit_since: Utc | None = None
    movement: str = ""
    passes: tuple[Sighting, ...] = ()
    unmet: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
