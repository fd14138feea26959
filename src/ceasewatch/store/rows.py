"""What the projections hold beside the nouns of the model."""

from __future__ import annotations

from ceasewatch.model import Decision, Observation, Undoing
from ceasewatch.model.ids import FeedId, ObserverId
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc
from ceasewatch.model.values import Status


class Watermark(Noun, frozen=True, kw_only=True):
    """How much of the record the projections reflect, and which code made them.

    Attributes:
        size: number of entries folded.
        root: Merkle root of the record at ``size``, hexadecimal; empty at size 0.
        code_version: version of the code and the packs that folded them; another version means a rebuild.
        confirmed: incidents were compared with a whole fold of this many entries; what is newer is provisional.
        recorded_at: when the last of the entries was recorded.
    """

    size: int = 0
    root: str = ""
    code_version: str = ""
    confirmed: int = 0
    recorded_at: Utc | None = None


class Logged(Noun, frozen=True, kw_only=True):
    """An observation as it stands, with the place of its first version in the record.

    Attributes:
        seq: 0-based position of the first version's entry.
        recorded_at: when the record took the first version.
        area: first-level unit by name or by position; empty if neither tells.
        versions: 1, and one more for each correction.
    """

    seq: int
    recorded_at: Utc
    observation: Observation
    area: str = ""
    versions: int = 1


class Delivery(Noun, frozen=True, kw_only=True):
    """One file as it was handed in, and what became of its rows.

    Attributes:
        sha256: of the file as delivered (hexadecimal); the bytes lie in the media store unless they were too large.
        rows: ``new + duplicate + superseding + quarantined``.
        reader: digest of everything else that decides what is read out of the bytes; empty if it was not noted.
        status: of the mission that took it, which the file itself agreed with.
        recorded_at: set by the fold.
    """

    feed: FeedId
    file: str
    sha256: str
    size_bytes: int
    reader: str = ""
    rows: int = 0
    new: int = 0
    duplicate: int = 0
    superseding: int = 0
    quarantined: int = 0
    stopped: str = ""
    """Why the rest of the file could not be read; empty if all of it was."""
    recorded_at: Utc | None = None
    status: Status = Status.actual


class QuarantinedRow(Noun, frozen=True, kw_only=True):
    """A row that could not be accepted: where it stands, which field is at fault, and why."""

    feed: FeedId
    file: str
    line: int
    field: str
    reason: str
    excerpt: str = ""
    sha256: str = ""
    """Of the file."""
    recorded_at: Utc | None = None


class Notice(Noun, frozen=True, kw_only=True):
    """Something that the system says of itself: a feed fell silent, a clock expired."""

    topic: str
    text: str
    at: Utc


class Decided(Noun, frozen=True, kw_only=True):
    """A person's decision as the record has it.

    Attributes:
        seq: position of its entry.
        author: who signed the entry; empty where the server attests it.
        undone: by whom, when and why it was taken back, if it was.
    """

    decision: Decision
    seq: int
    recorded_at: Utc
    author: str = ""
    undone: Undoing | None = None


class FeedActivity(Noun, frozen=True, kw_only=True):
    """What one feed delivered.

    Attributes:
        observations: how many there are.
        first, last: starts of the earliest and latest phenomenon.
        last_reported: latest time that the source itself states.
        last_recorded: when the record last took one.
    """

    feed: FeedId
    observations: int = 0
    first: Utc | None = None
    last: Utc | None = None
    last_reported: Utc | None = None
    last_recorded: Utc | None = None


class LastReport(Noun, frozen=True, kw_only=True):
    """When an observer of a feed last reported; where a source does not say when, the end of the phenomenon counts."""

    feed: FeedId
    observer: ObserverId
    at: Utc


class Totals(Noun, frozen=True, kw_only=True):
    """How much there is of each thing."""

    observations: int = 0
    incidents: int = 0
    provisional: int = 0
    assessments: int = 0
    coverage: int = 0
    deliveries: int = 0
    quarantined: int = 0
    releases: int = 0
