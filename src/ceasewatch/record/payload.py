"""Payloads: padding, encryption, and the commitments that the envelope carries.

Frame      = salt (32 random bytes) || length of the payload (4 bytes, big-endian) || payload || zeros up to a bucket
Entry key  = HMAC-SHA256(compartment key, "ceasewatch/entry-key/v1" 00 || nonce), nonce = 24 random bytes
Ciphertext = nonce || AES-256-GCM(entry key, nonce[12:24], frame, AAD)
AAD        = "ceasewatch/payload/v1" 00 || origin 00 || entry id 00 || compartment

A fresh key an entry means that no limit on messages a key is in reach: a repeat needs two equal 24-byte nonces, which
has a probability below 2**-64 after 2**64 entries (AES-GCM with random 12-byte nonces is limited to 2**32 a key).
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ceasewatch.model.errors import LimitError, VerificationError
from ceasewatch.record.digest import Keyed

SALT_SIZE = 32
NONCE_SIZE = 24
RANDOM_SIZE = SALT_SIZE + NONCE_SIZE
MAX_PAYLOAD = 16 * 2**20
"""Largest payload in bytes; larger objects are media, named by their hash."""

_HEADER = SALT_SIZE + 4
_TAG = 16
_SMALLEST_BUCKET = 256
_ENTRY_KEY = b"ceasewatch/entry-key/v1\x00"
_AAD = b"ceasewatch/payload/v1\x00"
_COMMITMENT = b"ceasewatch/commitment/v1\x00"
_FIELD_SALT = b"ceasewatch/field-salt/v1\x00"
_FIELD = b"ceasewatch/field/v1\x00"
_sha256 = hashlib.sha256


class Cipher:
    """Seals and opens the payloads of one compartment key in one log."""

    __slots__ = ("_aad_head", "_aad_tail", "_entry_key")

    def __init__(self, key: bytes, origin: str, compartment: str) -> None:
        self._entry_key = Keyed(key, _ENTRY_KEY)
        self._aad_head = _AAD + origin.encode() + b"\x00"
        self._aad_tail = b"\x00" + compartment.encode()

    def seal(self, entry_id: str, payload: bytes, random: bytes) -> tuple[bytes, int]:
        """Ciphertext and bucket.

        Args:
            entry_id: the entry it belongs to; it opens under no other.
            payload: canonical bytes.
            random: 56 fresh random bytes: the salt, then the nonce.

        Raises:
            LimitError: the payload is larger than ``MAX_PAYLOAD``.
        """
        if len(payload) > MAX_PAYLOAD:
            raise LimitError(
                f"a payload of {len(payload)} bytes is larger than {MAX_PAYLOAD}", todo="store it as media"
            )
        used = _HEADER + len(payload)
        size = bucket(used)
        frame = b"".join((random[:SALT_SIZE], len(payload).to_bytes(4, "big"), payload, bytes(size - used)))
        nonce = random[SALT_SIZE:]
        aad = self._aad_head + entry_id.encode() + self._aad_tail
        return nonce + AESGCM(self._entry_key.digest(nonce)).encrypt(nonce[12:], frame, aad), size

    def open(self, entry_id: str, ciphertext: bytes) -> tuple[bytes, bytes]:
        """Payload and salt.

        Raises:
            VerificationError: the ciphertext is not what was sealed for that entry.
        """
        nonce = ciphertext[:NONCE_SIZE]
        aad = self._aad_head + entry_id.encode() + self._aad_tail
        try:
            frame = AESGCM(self._entry_key.digest(nonce)).decrypt(nonce[12:], ciphertext[NONCE_SIZE:], aad)
        except (InvalidTag, ValueError) as error:
            raise VerificationError("the ciphertext was altered or belongs to another entry", where=entry_id) from error
        length = int.from_bytes(frame[SALT_SIZE:_HEADER], "big")
        if len(frame) < _HEADER + length:
            raise VerificationError("the padding of the payload is broken", where=entry_id)
        return frame[_HEADER : _HEADER + length], frame[:SALT_SIZE]


def bucket(size: int) -> int:
    """``size`` rounded up to 256, 384, 512, 768, 1024, ...: powers of two and halfway between."""
    power = _SMALLEST_BUCKET
    while power < size:
        if size <= power + power // 2:
            return power + power // 2
        power *= 2
    return power


def commit(salt: bytes, payload: bytes) -> str:
    """Hex SHA-256("ceasewatch/commitment/v1" 00 || salt || payload)."""
    return _sha256(_COMMITMENT + salt + payload).hexdigest()


def field_salt(salt: bytes, name: str) -> bytes:
    """HMAC-SHA256(salt, "ceasewatch/field-salt/v1" 00 || name): it discloses one field and nothing of the others."""
    return Keyed(salt, _FIELD_SALT).digest(name.encode())


def commit_field(own_salt: bytes, name: str, value: bytes) -> str:
    """Hex SHA-256("ceasewatch/field/v1" 00 || own_salt || name 00 || value); an absent field has an empty value."""
    return _sha256(_FIELD + own_salt + name.encode() + b"\x00" + value).hexdigest()
