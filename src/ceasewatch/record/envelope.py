"""The leaf of the log: an envelope that every member and every mirror may hold for ever.

Nothing in it is plaintext from the payload, and no digest in it can be guessed by trying likely values: each is salted
with 32 random bytes or keyed with the index key. The form is final (docs/reference/record-format.md).
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from ceasewatch.model.errors import DataError, LimitError, VerificationError
from ceasewatch.model.ids import EntryId
from ceasewatch.model.struct import Noun

MAX_LEAF = 65_535
"""Largest leaf in bytes: log tiles write its length in 16 bits."""

VERSION = 1
Status = Literal["actual", "exercise"]
_KIND = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")
_ENCODER = msgspec.json.Encoder(order="sorted")


class Marking(Noun, frozen=True, kw_only=True, gc=False):
    """Who owns the entry and how widely it may be read."""

    originator: str
    tier: str


class Envelope(Noun, frozen=True, kw_only=True, gc=False):
    """One leaf.

    Attributes:
        v: version of the form, 1.
        kind: what the payload is: lowercase letters, digits, ``_``, ``.``, ``-``.
        id: 26 lowercase base32 characters of a keyed digest.
        author: ``name+key id`` of who answers for the entry; the log's own key means: attested by the server only.
        recorded_at: RFC 3339 in UTC with microseconds; never before that of the leaf before.
        status: ``actual`` or ``exercise``; the same in every leaf of a log.
        marking: originator and tier.
        compartment: ``originator/tier`` whose key encrypts the payload.
        key_id: eight hex digits that name that key among those of the compartment.
        supersedes: id of the entry that this one replaces; empty if none.
        idem: keyed digest of the idempotency key, hex.
        content: keyed digest of idempotency key and payload (or what stands for it in comparisons) together, hex.
        commitment: salted SHA-256 of the payload, hex.
        ciphertext_sha256: SHA-256 of the stored ciphertext, hex.
        size_bucket: length of the padded plaintext in bytes.
        fields: salted commitments of single fields of the payload, hex, by the field's name.
        signature: ``ed25519:`` + base64 of the author's signature; empty if attested by the server only.
    """

    v: int = msgspec.field(default_factory=lambda: VERSION)  # a factory, so that it is always written
    kind: str
    id: EntryId
    author: str
    recorded_at: str
    status: Status
    marking: Marking
    compartment: str
    key_id: str
    supersedes: str = ""
    idem: str
    content: str
    commitment: str
    ciphertext_sha256: str
    size_bucket: int
    fields: dict[str, str] = msgspec.field(default_factory=dict)
    signature: str = ""


_DECODER = msgspec.json.Decoder(Envelope)


def to_leaf(envelope: Envelope) -> bytes:
    """Canonical JSON of the envelope: every name and value is ASCII by construction, so sorting is enough.

    Raises:
        LimitError: it is longer than 65,535 bytes.
    """
    leaf = _ENCODER.encode(envelope)
    if len(leaf) > MAX_LEAF:
        raise LimitError(f"the envelope takes {len(leaf)} bytes, more than {MAX_LEAF}", todo="commit to fewer fields")
    return leaf


def from_leaf(leaf: bytes) -> Envelope:
    """Read a leaf.

    Raises:
        VerificationError: it is no envelope.
    """
    try:
        return _DECODER.decode(leaf)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise VerificationError(f"a leaf is no envelope: {error}") from error


def check_kind(kind: str) -> str:
    """``kind``, if the envelope can carry it.

    Raises:
        DataError: it cannot.
    """
    if not _KIND.fullmatch(kind):
        raise DataError(f"{kind!r} is no kind of entry", todo="use lowercase letters, digits, '_', '.', '-'")
    return kind


def check_field(name: str) -> str:
    """``name``, if it can be the name of a field with a commitment of its own.

    Raises:
        DataError: it cannot.
    """
    if not _FIELD.fullmatch(name):
        raise DataError(f"{name!r} is no field name", todo="name a top-level field of the payload")
    return name
