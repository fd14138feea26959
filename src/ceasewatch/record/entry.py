"""What goes into the record and what comes out."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ceasewatch.model.ids import EntryId
from ceasewatch.record.compartment import Compartment
from ceasewatch.record.envelope import Envelope, Status

Outcome = str
NEW, DUPLICATE, SUPERSEDING = "new", "duplicate", "superseding"


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something to be recorded.

    Attributes:
        kind: what the payload is, e.g. ``observation``.
        payload: a msgspec Struct or a dict of canonical JSON values (no floats).
        idempotency: feed and identity fields, or whatever else makes two deliveries the same entry.
        compartment: whose key encrypts the payload.
        compare: what decides whether a later entry under the same key says anything new; empty: the payload. A row that
            is delivered again in another file is the same report, though the file's name in its payload differs.
        fields: top-level fields of the payload that get commitments of their own.
        supersedes: the entry that this one replaces; empty: the last version under the same idempotency key, if any.
        author: name of an author key of the ring, which then signs the envelope; empty: attested by the server.
        status: ``actual`` or ``exercise``, if the caller wants it checked against the record's.
    """

    kind: str
    payload: object
    idempotency: tuple[str, ...]
    compartment: Compartment
    compare: bytes = b""
    fields: tuple[str, ...] = ()
    supersedes: str = ""
    author: str = ""
    status: Status | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The record holds the entry durably.

    Attributes:
        id: the entry's id; of a duplicate, that of the entry that was there.
        seq: its place: 1 for the first leaf (leaf index + 1).
        root_id: id of the first version in its chain of ``supersedes``.
        leaf_hash: RFC 6962 leaf hash, 32 bytes.
        recorded_at: when the log took it (of a duplicate: took the first delivery).
        outcome: ``new``, ``duplicate`` (no leaf was added) or ``superseding``.
        supersedes: id of the version before; empty if there is none.
    """

    id: EntryId
    seq: int
    root_id: EntryId
    leaf_hash: bytes
    recorded_at: datetime
    outcome: Outcome
    supersedes: str = ""


class Sealed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A payload that this reader has no key for.

    Attributes:
        compartment: ``originator/tier`` whose key would open it.
        key_id: which key of that compartment.
    """

    compartment: str
    key_id: str


class Recorded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One entry as read back.

    Attributes:
        seq: its place, from 1.
        root_id: id of the first version in its chain.
        recorded_us: when the log took it, in microseconds since 1970-01-01T00:00Z.
        envelope: the leaf.
        payload: canonical bytes, checked against the commitment; or :class:`Sealed`.
    """

    seq: int
    root_id: EntryId
    recorded_us: int
    envelope: Envelope
    payload: bytes | Sealed
