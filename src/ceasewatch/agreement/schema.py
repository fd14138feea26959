"""The form of ``pack.yaml``. Unknown keys are refused; numbers and dates say their source and who checked them."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from ceasewatch.agreement.clocks.check import DutyRule
from ceasewatch.agreement.clocks.countdown import ClockEntry
from ceasewatch.agreement.clocks.ladder import LadderEntry
from ceasewatch.agreement.holdings.schema import HoldingReading, HoldingRule
from ceasewatch.agreement.terms import Term
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.clause import Modality, Moment, Number
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
    """Such weapons are no nearer to the line than this, for each side from a baseline of its own if it has one."""
    zone_width = "zone_width"
    """A zone of this width lies between such weapons of the two sides; each keeps its share of it."""


class Stance(StrEnum):
    """How a party stands to the text."""

    accepted = "accepted"
    reserved = "reserved"
    rejected = "rejected"
    silent = "silent"


class PartyEntry(Noun, frozen=True, kw_only=True):
    """A party under its neutral code; ``accepted`` says how it stands to the text, and ``since`` when it said so."""

    id: str
    names: dict[str, str] = msgspec.field(default_factory=dict)
    accepted: Stance = Stance.accepted
    since: Moment | None = None
    source: str = ""


class Precedent(Noun, frozen=True, kw_only=True):
    """What must come about before the text binds anyone, as "if there is a ceasefire".

    Attributes:
        met: since when it is met; ``None`` as long as it is not.
    """

    text: str
    source: str
    met: Moment | None = None
    verified: bool = False


class Baseline(Noun, frozen=True, kw_only=True):
    """From which line the weapons of one party are measured.

    Attributes:
        distance: where it is not that of the clause.
        share: of a zone's width, that the party keeps; equal shares if nobody says so.
    """

    party: str
    line: str
    distance: Number | None = None
    share: Number | None = None


class Example(Noun, frozen=True, kw_only=True):
    """A worked example of a clause, which is also a test of the pack.

    Attributes:
        when: its beginning; it lasted ``minutes``.
        lat, lon: decimal degrees, known to ``radius_m`` (95%).
        expect: outcome by reading, or under ``""`` where the clause has one.
    """

    name: str
    when: Utc
    lat: str
    lon: str
    kind: Kind
    expect: dict[str, Outcome]
    minutes: int = 1
    radius_m: int = 100
    weapon: str = ""
    struck: str = ""
    qualifiers: tuple[Qualifier, ...] = ()


class ReadingEntry(Noun, frozen=True, kw_only=True):
    """How a party reads the clause: what of it differs replaces what the clause says."""

    party: str
    text: str
    source: str
    line: str = ""
    zone: str = ""
    distance: Number | None = None
    kinds: tuple[Kind, ...] = ()
    weapons: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    where: Term | None = None
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    verified: bool = False


class ExceptionEntry(Noun, frozen=True, kw_only=True):
    """What the clause does not forbid.

    Attributes:
        qualifiers: observations that carry one of these are meant.
        beyond_line: the exception holds only farther than ``beyond`` from this line; empty means anywhere.
        when: any other condition; all that is given must hold.
        valid_from, valid_to: an agreed exception may have an end.
    """

    id: str
    summary: str
    source: str
    qualifiers: tuple[Qualifier, ...] = ()
    beyond_line: str = ""
    beyond: Number | None = None
    when: Term | None = None
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    verified: bool = False


class ClauseEntry(Noun, frozen=True, kw_only=True):
    """One obligation, as :class:`ceasewatch.model.clause.Clause` with the sources of its dates.

    Attributes:
        primitive: for a clause on incidents, with what it needs beside it.
        rule: for a clause on holdings, or on what is to be done; its own ``primitive`` says which. A clause has one of
            the two.
        holding_readings: of such a rule on holdings.
        kinds: what it forbids (ban), or what shows that a weapon is where it is (minimum distance).
        indicative: kinds that suggest it without saying it, as casualties suggest fire.
        indicative_weight: probability that such a report means what the clause forbids.
        modality: what sort of obligation it is.
        binds: the parties that it binds; empty means all.
        objects: what is struck, of one of these classes (``model.objects``).
        zone, line, distance, baselines, width: what the primitive needs.
        everywhere: a ban that knows no zone.
        where: a further condition.
        overrides: clauses of the pack that this one goes before, where both speak of an incident.
        examples: worked examples.
    """

    id: str
    number: str
    summary: str
    source: str
    primitive: Primitive | None = None
    rule: DutyRule | HoldingRule | None = None
    kinds: tuple[Kind, ...] = ()
    indicative: tuple[Kind, ...] = ()
    indicative_weight: Number | None = None
    weapons: tuple[str, ...] = ()
    zone: str = ""
    everywhere: bool = False
    line: str = ""
    distance: Number | None = None
    width: Number | None = None
    baselines: tuple[Baseline, ...] = ()
    objects: tuple[str, ...] = ()
    where: Term | None = None
    modality: Modality = Modality.prohibition
    binds: tuple[str, ...] = ()
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    exceptions: tuple[ExceptionEntry, ...] = ()
    readings: tuple[ReadingEntry, ...] = ()
    holding_readings: tuple[HoldingReading, ...] = ()
    overrides: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    verified: bool = False


class NotModelled(Noun, frozen=True, kw_only=True):
    """An obligation of the text that this pack leaves out, and why."""

    number: str
    summary: str
    why: str


class PackFile(Noun, frozen=True, kw_only=True):
    """All of ``pack.yaml``.

    Attributes:
        contact: id of the line that parts the sides, for clauses with a baseline for each.
        weapon_classes, object_classes: classes of the text's own, each with its parent in the tree.
        precedent: what must come about before anyone is bound.
    """

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
    contact: str = ""
    clocks: tuple[ClockEntry, ...] = ()
    ladders: tuple[LadderEntry, ...] = ()
    weapon_classes: dict[str, str] = msgspec.field(default_factory=dict)
    object_classes: dict[str, str] = msgspec.field(default_factory=dict)
    precedent: Precedent | None = None
    not_modelled: tuple[NotModelled, ...] = ()


class FeatureNote(Noun, frozen=True, kw_only=True):
    """Properties of a line or zone in GeoJSON.

    Attributes:
        uncertainty: the true line lies within this of the drawn one with probability 0.95.
        areas: names of first-level units that lie wholly inside a zone, for places known by name only.
        only_areas: the zone consists of these units and nothing else.
        part_of: names of the units that the zone lies in; a place known to be in another unit is outside.
        left, right: parties whose sides of a line these are, as the line is drawn from its first vertex.
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
    left: str = ""
    right: str = ""
    verified: bool = False
