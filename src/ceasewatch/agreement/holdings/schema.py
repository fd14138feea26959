"""The form of rules on holdings, as they stand in ``pack.yaml`` under ``rule:``; ``primitive`` says which it is."""

from __future__ import annotations

from enum import StrEnum

from ceasewatch.model.clause import Modality, Moment, Number
from ceasewatch.model.holding import SiteKind
from ceasewatch.model.mandate import Mandate
from ceasewatch.model.struct import Noun


class Basis(StrEnum):
    """What a count rests on."""

    verified = "verified"
    """Inspections and sightings; a declaration binds its owner against its own interest and proves nothing for it."""
    declared = "declared"
    """What was declared counts, unless inspection or sighting shows otherwise."""


class DoubleCounting(Noun, frozen=True, kw_only=True):
    """Probability that an item seen in a pass had been counted in another, between two bounds.

    Left out, it is anything from 0 to 1: nobody can tell. Flight records may say more.
    """

    low: Number
    high: Number


class Permission(Noun, frozen=True, kw_only=True):
    """An agreed exception: so many more of a class in a zone, or the use of sites, for a time.

    Attributes:
        of: parties or forces that may use it; empty means each that the clause binds.
        allows: how many beyond the limit; ``None`` for sites.
        classes: which classes may use it; empty means all that the clause counts.
        zone: where; empty means wherever the clause applies.
        sites: ids of sites that it authorises.
        valid_from, valid_to: from and until when (exclusive).
        mandate: what it lapses with.
    """

    id: str
    summary: str
    source: str
    of: tuple[str, ...] = ()
    allows: Number | None = None
    classes: tuple[str, ...] = ()
    zone: str = ""
    sites: tuple[str, ...] = ()
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    mandate: Mandate | None = None
    verified: bool = False


class Scope(Noun, frozen=True, kw_only=True):
    """Whose holdings a rule speaks of, and where.

    Attributes:
        of: parties or forces; empty means each that the ledger knows, one by one.
        zone: id of a zone of the pack; empty means anywhere.
        country: empty means any.
        classes: these and all below them; empty means all.
        excludes: these and all below them are not counted.
        permissions: agreed exceptions.
    """

    of: tuple[str, ...] = ()
    zone: str = ""
    country: str = ""
    classes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    permissions: tuple[Permission, ...] = ()


class CeilingRule(Scope, frozen=True, kw_only=True, tag_field="primitive", tag="ceiling"):
    """No more (or no fewer) of a class, or persons, in a zone or country than a number.

    Attributes:
        together: the limit is one for all of ``of`` together, not for each.
        within: sightings and inspections older than this no longer count; ``None`` means the last one counts.
        in_transit: what is under way for no longer than this is not counted.
    """

    limit: Number
    modality: Modality = Modality.ceiling
    together: bool = False
    basis: Basis = Basis.verified
    within: Number | None = None
    in_transit: Number | None = None
    double_counting: DoubleCounting | None = None


class DeclaredSitesRule(Scope, frozen=True, kw_only=True, tag_field="primitive", tag="declared_sites_only"):
    """Such weapons, or such a force, are at declared or authorised sites and nowhere else.

    Attributes:
        sites: ids that the text names.
        site_kinds: kinds of declared site that will do; empty means any.
        criteria: storage criteria that a site has to meet.
        in_transit: the longest that something may be on its way between sites.
        within: as in :class:`CeilingRule`.
    """

    sites: tuple[str, ...] = ()
    site_kinds: tuple[SiteKind, ...] = ()
    criteria: tuple[str, ...] = ()
    in_transit: Number | None = None
    within: Number | None = None


class InspectionRule(Scope, frozen=True, kw_only=True, tag_field="primitive", tag="inspection"):
    """How often there is to be an inspection; at least one of the three is given.

    Attributes:
        by: who has to inspect; answers for what is overdue, unless access was denied.
        every: no longer than this between two.
        per_month: so many in each calendar month of the agreement's own time zone.
        on_request: within this after a request.
        managed_access: an inspection with managed access is one.
    """

    by: str
    every: Number | None = None
    per_month: Number | None = None
    on_request: Number | None = None
    managed_access: bool = True


class MovementRule(Scope, frozen=True, kw_only=True, tag_field="primitive", tag="notified_movement"):
    """Movements are notified ahead.

    Attributes:
        lead: so long before departure.
        threshold: only movements of so many or more.
    """

    lead: Number
    threshold: Number | None = None


HoldingRule = CeilingRule | DeclaredSitesRule | InspectionRule | MovementRule
"""Any of them."""


class Patch(Noun, frozen=True, kw_only=True):
    """What a party's reading changes in a rule; what is left out stays."""

    of: tuple[str, ...] | None = None
    zone: str | None = None
    country: str | None = None
    classes: tuple[str, ...] | None = None
    excludes: tuple[str, ...] | None = None
    limit: Number | None = None
    modality: Modality | None = None
    basis: Basis | None = None
    sites: tuple[str, ...] | None = None
    site_kinds: tuple[SiteKind, ...] | None = None
    criteria: tuple[str, ...] | None = None
    in_transit: Number | None = None
    every: Number | None = None
    per_month: Number | None = None
    on_request: Number | None = None
    lead: Number | None = None
    threshold: Number | None = None
    permissions: tuple[Permission, ...] | None = None


class HoldingReading(Noun, frozen=True, kw_only=True):
    """How a party reads a rule on holdings."""

    party: str
    text: str
    source: str
    change: Patch
    verified: bool = False
