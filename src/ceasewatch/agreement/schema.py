"""The form of ``pack.yaml``. Unknown keys are refused; numbers and dates say their source and who checked them."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from ceasewatch.model.clause import Number
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc
from ceasewatch.model.values import Kind, Qualifier


class PackStatus(StrEnum):
    """Where the text stands. Only a text that has been agreed is assessed; a draft is only simulated."""

    draft = "draft"
    declared = "declared"
    signed = "signed"
    in_force = "in_force"
    suspended = "suspended"
    lapsed = "lapsed"


class Primitive(StrEnum):
    """Rules that the engine can evaluate."""

    ban = "ban"
    """No such activity in the zone, by anyone."""
    zone_ban = "zone_ban"
    """No such activity or presence in a zone of its own, as a disengagement area."""
    minimum_distance = "minimum_distance"
    """Such weapons are no nearer to the line than this."""


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


class PartyEntry(Noun, frozen=True, kw_only=True):
    """A party under its neutral code; ``accepted`` says how it stands to the text."""

    id: str
    names: dict[str, str] = msgspec.field(default_factory=dict)
    accepted: str = "accepted"
    source: str = ""


class ReadingEntry(Noun, frozen=True, kw_only=True):
    """How a party reads the clause; ``line`` is the line that it measures from, where that differs."""

    party: str
    text: str
    line: str = ""
    source: str
    verified: bool = False


class ExceptionEntry(Noun, frozen=True, kw_only=True):
    """What the clause does not forbid.

    Attributes:
        qualifiers: observations that carry one of these are meant.
        beyond_line: the exception holds only farther than ``beyond`` from this line; empty means anywhere.
    """

    id: str
    summary: str
    source: str
    qualifiers: tuple[Qualifier, ...]
    beyond_line: str = ""
    beyond: Number | None = None
    verified: bool = False


class ClauseEntry(Noun, frozen=True, kw_only=True):
    """One obligation, as :class:`ceasewatch.model.clause.Clause` with the sources of its dates.

    Attributes:
        kinds: what it forbids (ban), or what shows that a weapon is where it is (minimum distance).
        indicative: kinds that suggest it without saying it, as casualties suggest fire.
        indicative_weight: probability that such a report means what the clause forbids.
    """

    id: str
    number: str
    summary: str
    source: str
    primitive: Primitive
    kinds: tuple[Kind, ...]
    indicative: tuple[Kind, ...] = ()
    indicative_weight: Number | None = None
    weapons: tuple[str, ...] = ()
    zone: str = ""
    line: str = ""
    distance: Number | None = None
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    exceptions: tuple[ExceptionEntry, ...] = ()
    readings: tuple[ReadingEntry, ...] = ()
    verified: bool = False


class NotModelled(Noun, frozen=True, kw_only=True):
    """An obligation of the text that this pack leaves out, and why."""

    number: str
    summary: str
    why: str


class PackFile(Noun, frozen=True, kw_only=True):
    """All of ``pack.yaml``."""

    id: str
    title: str
    status: PackStatus
    zone: str
    summary: str
    sources: dict[str, str]
    parties: tuple[PartyEntry, ...]
    clauses: tuple[ClauseEntry, ...]
    languages: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    text_sha256: str = ""
    lines: str = ""
    zones: str = ""
    gazetteer: str = ""
    not_modelled: tuple[NotModelled, ...] = ()


class FeatureNote(Noun, frozen=True, kw_only=True):
    """Properties of a line or zone in GeoJSON.

    Attributes:
        uncertainty: the true line lies within this of the drawn one with probability 0.95.
        areas: names of first-level units that lie wholly inside a zone, for places known by name only.
        only_areas: the zone consists of these units and nothing else.
        part_of: names of the units that the zone lies in; a place known to be in another unit is outside.
    """

    id: str
    name: str
    source: str
    uncertainty: Number
    valid_from: Utc | None = None
    valid_to: Utc | None = None
    areas: tuple[str, ...] = ()
    only_areas: bool = False
    part_of: tuple[str, ...] = ()
    verified: bool = False
