"""From an entry to its leaf and ciphertext. Nothing here touches the file."""

from __future__ import annotations

import base64
import os
from datetime import UTC, datetime

import msgspec

from ceasewatch.model.errors import ConflictError, DataError
from ceasewatch.model.ids import EntryId
from ceasewatch.record import canonical, payload
from ceasewatch.record.entry import Entry
from ceasewatch.record.envelope import Envelope, Marking, Status, check_field, check_kind, to_leaf
from ceasewatch.record.identity import Identity
from ceasewatch.record.keys import KeyRing
from ceasewatch.record.merkle import sha256_hex
from ceasewatch.record.note import Signer
from ceasewatch.record.payload import Cipher, Sealer

AUTHOR_DOMAIN = b"ceasewatch/author/v1\x00"


class Prepared(msgspec.Struct, gc=False):
    """An entry with everything that can be worked out before the file is locked."""

    entry: Entry
    body: bytes
    idem: bytes
    content: bytes


class Made(msgspec.Struct, gc=False):
    """A new leaf with its ciphertext."""

    id: EntryId
    leaf: bytes
    ciphertext: bytes


class _Lane(msgspec.Struct):
    """What all entries of one compartment share."""

    name: str
    key_id: str
    marking: Marking
    cipher: Cipher


class Sealing:
    """The secrets of one log at work."""

    def __init__(self, keys: KeyRing, origin: str, status: Status) -> None:
        self.identity = Identity(keys.index_secret())
        self._keys = keys
        self._origin = origin
        self._status = status
        verifier = keys.log_signer(origin).verifier
        self._server = f"{verifier.name}+{verifier.key_id}"
        self._lanes: dict[str, _Lane] = {}
        self._signers: dict[str, Signer] = {}
        self._kinds: set[str] = set()

    def prepare(self, entry: Entry) -> Prepared:
        """Encode and digest an entry.

        Raises:
            DataError: the entry cannot be recorded as it is.
            ConflictError: it is an exercise entry in an actual record, or the other way round.
            MissingKeyError: its compartment has no key.
        """
        if entry.status is not None and entry.status != self._status:
            raise ConflictError(
                f"an entry marked {entry.status} was offered to a record marked {self._status}",
                todo="exercise and actual entries never mix: use a mission of its own for the exercise",
            )
        if not entry.idempotency:
            raise DataError("an entry without an idempotency key", todo="give the feed and its identity fields")
        if entry.kind not in self._kinds:
            self._kinds.add(check_kind(entry.kind))
        name = entry.compartment.name
        self._lane(entry, name)
        body = canonical.encode(entry.payload)
        idem = self.identity.idem(entry.idempotency)
        return Prepared(entry, body, idem, self.identity.content(idem, entry.kind, name, entry.compare or body))

    def session(self, recorded_at: datetime) -> Session:
        """What one transaction needs: one moment, and ciphers of its own."""
        return Session(self, timestamp(recorded_at))

    def _lane(self, entry: Entry, name: str) -> _Lane:
        lane = self._lanes.get(name)
        if lane is None:
            secret = self._keys.newest(entry.compartment)
            marking = Marking(originator=entry.compartment.originator, tier=entry.compartment.tier)
            cipher = Cipher(secret.value, self._origin, name)
            lane = self._lanes[name] = _Lane(name, secret.key_id, marking, cipher)
        return lane

    def _signer(self, name: str) -> Signer:
        if name not in self._signers:
            self._signers[name] = self._keys.author_signer(name)
        return self._signers[name]


class Session:
    """Makes the leaves of one transaction."""

    def __init__(self, sealing: Sealing, recorded_at: str) -> None:
        self._sealing = sealing
        self._recorded_at = recorded_at
        self._sealers: dict[str, Sealer] = {}

    def make(self, item: Prepared, version: int, supersedes: str) -> Made:
        """Leaf and ciphertext of a new entry, ``version``-th (from 0) under its idempotency key."""
        entry, sealing = item.entry, self._sealing
        lane = sealing._lane(entry, entry.compartment.name)  # noqa: SLF001 -- one thing in two lifetimes
        sealer = self._sealers.get(lane.name)
        if sealer is None:
            sealer = self._sealers[lane.name] = Sealer(lane.cipher)
        entry_id = sealing.identity.entry_id(item.idem, version)
        salt = os.urandom(payload.SALT_SIZE)
        ciphertext, size = sealer.seal(entry_id, salt, item.body)
        envelope = Envelope(
            kind=entry.kind,
            id=entry_id,
            author=sealing._server if not entry.author else self._author(entry.author),  # noqa: SLF001
            recorded_at=self._recorded_at,
            status=sealing._status,  # noqa: SLF001
            marking=lane.marking,
            compartment=lane.name,
            key_id=lane.key_id,
            supersedes=supersedes,
            idem=item.idem.hex(),
            content=item.content.hex(),
            commitment=payload.commit(salt, item.body),
            ciphertext_sha256=sha256_hex(ciphertext),
            size_bucket=size,
            fields=field_commitments(entry.fields, item.body, salt) if entry.fields else {},
        )
        leaf = to_leaf(envelope) if not entry.author else self._signed(entry.author, envelope)
        return Made(entry_id, leaf, ciphertext)

    def _author(self, name: str) -> str:
        verifier = self._sealing._signer(name).verifier  # noqa: SLF001
        return f"{verifier.name}+{verifier.key_id}"

    def _signed(self, name: str, envelope: Envelope) -> bytes:
        message = author_message(self._sealing._origin, to_leaf(envelope))  # noqa: SLF001
        signature = base64.b64encode(self._sealing._signer(name).sign(message)).decode()  # noqa: SLF001
        return to_leaf(msgspec.structs.replace(envelope, signature=f"ed25519:{signature}"))


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC, always with microseconds: ``2026-11-22T15:47:28.000000Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def author_message(origin: str, unsigned_leaf: bytes) -> bytes:
    """What an author signs: domain, the log's origin, and the envelope without ``signature``."""
    return AUTHOR_DOMAIN + origin.encode() + b"\x00" + unsigned_leaf


def field_commitments(names: tuple[str, ...], body: bytes, salt: bytes) -> dict[str, str]:
    """Commitments of single top-level fields of a payload; a field that is absent gets one too.

    Raises:
        DataError: the payload is no object, or a name cannot be a field's.
    """
    try:
        raw = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError as error:
        raise DataError("only an object has fields to commit to", todo="leave `fields` empty") from error
    return {
        check_field(name): payload.commit_field(
            payload.field_salt(salt, name), name, bytes(raw[name]) if name in raw else b""
        )
        for name in names
    }
