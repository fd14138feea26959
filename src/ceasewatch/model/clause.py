"""Clause: one obligation of one agreement, with scope, validity, exceptions and each party's reading."""

from __future__ import annotations

from enum import StrEnum

from ceasewatch.model.ids import ClauseId, PackId, PartyId
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc


class Number(Noun, frozen=True, kw_only=True):
    """A number of an agreement; one that nobody has checked against the text carries that mark everywhere (rule 8).

    Attributes:
        value: decimal string.
        unit: ``m``, ``km``, ``min``, ``h`` (as they elapse), ``d`` (by the calendar), ``persons``, ``items``.
        source: paragraph it was taken from.
        verified: somebody compared it with the text.
    """

    value: str
    unit: str
    source: str
    verified: bool = False


class Moment(Noun, frozen=True, kw_only=True):
    """A date of the text.

    Attributes:
        at: with its offset from UTC.
        source: paragraph, or why it was taken where the text has none.
        verified: somebody compared it with the text.
    """

    at: Utc
    source: str
    verified: bool = False


class Modality(StrEnum):
    """What sort of obligation it is. A ceiling of 600,000 is not a strength of 800,000."""

    prohibition = "prohibition"
    duty = "duty"
    ceiling = "ceiling"
    """No more than this."""
    minimum = "minimum"
    """No fewer than this."""
    strength = "strength"
    """This is what is kept or supported; being above or below is reported and breaches nothing by itself."""
    permission = "permission"
    pledge = "pledge"


class Reading(Noun, frozen=True, kw_only=True):
    """How one party reads a clause where the parties differ."""

    party: PartyId
    text: str
    valid_from: Utc | None = None
    valid_to: Utc | None = None
    source: str = ""


class Clause(Noun, frozen=True, kw_only=True):
    """One obligation.

    Attributes:
        number: as the text numbers it.
        summary: what it obliges to, in our own words.
        primitive: which rule evaluates it (``ban``, ``minimum_distance``, ``zone_ban``).
        kinds: kinds of happening that it speaks of; empty means any.
        weapons: weapon classes that it speaks of; empty means any.
        zone: id of the pack's zone or line.
        distance: for ``minimum_distance``.
        valid_from, valid_to: when it binds; ``None`` is open.
        readings: each party's, where they differ.
    """

    id: ClauseId
    pack: PackId
    number: str
    summary: str
    source: str
    primitive: str
    kinds: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    zone: str = ""
    distance: Number | None = None
    valid_from: Utc | None = None
    valid_to: Utc | None = None
    valid_source: str = ""
    exceptions: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    verified: bool = False
