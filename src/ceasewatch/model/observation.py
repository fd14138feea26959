"""Observation: what one observer perceived. It is not a truth, and it is never overwritten."""

from __future__ import annotations

from ceasewatch.model.belief import NOT_KNOWN, Belief
from ceasewatch.model.count import Count
from ceasewatch.model.ids import FeedId, MediaHash, ObservationId, ObserverId, PartyId
from ceasewatch.model.place import BearingRange, Place, Position
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import TimeInterval, Utc
from ceasewatch.model.values import Credibility, Means, ObserverKind, Qualifier, Reliability, Role


class Admiralty(Noun, frozen=True, kw_only=True):
    """NATO Admiralty code; letter and number are rated independently and never multiplied."""

    reliability: Reliability = Reliability.F
    credibility: Credibility = Credibility.six


class Weapon(Noun, frozen=True, kw_only=True):
    """What was used, as far as anyone could tell.

    Attributes:
        classes: belief over the classes of ``model.weapons``.
        model: designation as written, e.g. ``BM-21``; empty if none.
        calibre_mm: 0 if not stated.
    """

    classes: Belief = NOT_KNOWN
    model: str = ""
    calibre_mm: int = 0


class Flight(Noun, frozen=True, kw_only=True):
    """Direction of motion: out of bearing ``origin``, towards bearing ``heading``, as "from north to south"."""

    origin: BearingRange | None = None
    heading: BearingRange | None = None
    text: str = ""


class Span(Noun, frozen=True, kw_only=True):
    """Where in a text the observation was read: character offsets within one paragraph."""

    paragraph: int
    start: int
    end: int


class SourceRef(Noun, frozen=True, kw_only=True):
    """Where the observation came from, so that a reader can find the row again.

    Attributes:
        file: name of the file as delivered, without its folder.
        line: 1-based line of the row; 0 where the source has no lines.
        row_id: the source's own id of the row; empty if it has none.
        urls: addresses that the source names.
        outlets: who said it, as the source names them; several outlets may copy one origin.
        origin: what it is known to rest on, where that is neither its first address nor its observer: reports with
            the same origin are one source.
        span: the part of the text that was read.
    """

    file: str = ""
    line: int = 0
    row_id: str = ""
    urls: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    origin: str = ""
    span: Span | None = None


class Media(Noun, frozen=True, kw_only=True):
    """A file that belongs to the observation, by its hash; the bytes lie in the media store."""

    sha256: MediaHash
    media_type: str
    size_bytes: int


class Harm(Noun, frozen=True, kw_only=True):
    """People killed or injured, as reported; by affiliation where the source gives it."""

    killed: Count = Count()
    injured: Count = Count()
    killed_civilians: Count = Count()


class Observation(Noun, frozen=True, kw_only=True):
    """What one observer perceived: interval, uncertain place, kind, count, weapon, means.

    Attributes:
        id: stable through corrections. Empty until the record has accepted it: the record makes the id.
        feed: which feed delivered it.
        observer: who perceived or said it (one camera, one patrol, one outlet, one database).
        observer_kind: what sort of observer that is; selects the observer model.
        phenomenon: when it happened, as far as is known.
        reported_at: when the source says that it was reported; ``None`` where it does not say.
        place: where the *phenomenon* was. Where the observer was is in a sector's origin or ``observer_at``.
        kind: belief over :class:`~ceasewatch.model.values.Kind`.
        qualifiers: what was added to the kind.
        count: how many of it.
        area_name: first-level administrative unit as the source names it; for counts by area.
        control: party that the source says controls the place of the *observer* (control status), if it says so.
        struck: what was hit, as a belief over the classes of ``model.objects``.
        said_of: party that the source says did it. A statement, never an attribution by the system.
        speaker: for statements: the party whose statement it is.
        text: the words, in ``language``.
        unread: parts of the text that could not be turned into fields.
        notes: what the reader of the feed wants a person to know about this row.
        properties: fields of the source that have no place above, as (name, text) in the source's order.
    """

    feed: FeedId
    observer: ObserverId
    observer_kind: ObserverKind
    phenomenon: TimeInterval
    means: Means
    place: Place
    kind: Belief
    id: ObservationId = ObservationId("")
    role: Role = Role.observation
    reported_at: Utc | None = None
    observer_at: Position | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    count: Count = Count()
    weapon: Weapon = Weapon()
    flights: tuple[Flight, ...] = ()
    harm: Harm | None = None
    area_name: str = ""
    control: PartyId = PartyId("")
    struck: Belief = NOT_KNOWN
    said_of: Belief = NOT_KNOWN
    speaker: PartyId = PartyId("")
    admiralty: Admiralty = Admiralty()
    language: str = ""
    text: str = ""
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: SourceRef = SourceRef()
    media: tuple[Media, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
