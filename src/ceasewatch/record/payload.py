"""Payloads: padding, encryption, and the commitments that the envelope carries.

Frame      = salt (32 random bytes) || length of the payload (4 bytes, big-endian) || payload || zeros up to a bucket
Batch key  = HMAC-SHA256(compartment key, "ceasewatch/batch-key/v1" 00 || batch), batch = 20 random bytes
Ciphertext = batch || counter (4 bytes) || AES-256-GCM(batch key, 0^8 || counter, frame, AAD)
AAD        = "ceasewatch/payload/v1" 00 || origin 00 || entry id 00 || compartment

Every transaction draws 20 fresh random bytes, so its AES key is its own, and counts its entries: a nonce is never used
twice under one key unless two of 2**80 transactions draw the same 160 bits. Restoring a backup and appending again is
safe, which a nonce made from the sequence number would not be.
"""

from __future__ import annotations

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ceasewatch.model.errors import LimitError, VerificationError
from ceasewatch.record.digest import Keyed

SALT_SIZE = 32
BATCH_SIZE = 20
MAX_PAYLOAD = 16 * 2**20
"""Largest payload in bytes; larger objects are media, named by their hash."""

_PREFIX = BATCH_SIZE + 4
_HEADER = SALT_SIZE + 4
_SMALLEST_BUCKET = 256
_ZEROS = bytes(8)
_BATCH_KEY = b"ceasewatch/batch-key/v1\x00"
_AAD = b"ceasewatch/payload/v1\x00"
_COMMITMENT = b"ceasewatch/commitment/v1\x00"
_FIELD_SALT = b"ceasewatch/field-salt/v1\x00"
_FIELD = b"ceasewatch/field/v1\x00"
_sha256 = hashlib.sha256
_COMMITTING = _sha256(_COMMITMENT)


class Sealer:
    """Encrypts the payloads of one compartment in one transaction. It must not outlive that."""

    __slots__ = ("_aead", "_batch", "_cipher", "_counter")

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher
        self._batch = os.urandom(BATCH_SIZE)
        self._aead = cipher.aead(self._batch)
        self._counter = 0

    def seal(self, entry_id: str, salt: bytes, payload: bytes) -> tuple[bytes, int]:
        """Ciphertext and bucket of a payload that will open under ``entry_id`` only.

        Raises:
            LimitError: the payload is larger than ``MAX_PAYLOAD``, or 2**32 were sealed.
        """
        if len(payload) > MAX_PAYLOAD or self._counter >= 2**32:
            raise LimitError(f"a payload of {len(payload)} bytes, more than {MAX_PAYLOAD}", todo="store it as media")
        used = _HEADER + len(payload)
        size = bucket(used)
        frame = b"%b%b%b%b" % (salt, len(payload).to_bytes(4, "big"), payload, bytes(size - used))
        counter = self._counter.to_bytes(4, "big")
        self._counter += 1
        sealed = self._aead.encrypt(_ZEROS + counter, frame, self._cipher.aad(entry_id))
        return b"%b%b%b" % (self._batch, counter, sealed), size


class Cipher:
    """Opens the payloads of one compartment key in one log; keeps the key of the batch it saw last."""

    __slots__ = ("_aad_head", "_aad_tail", "_batch_key", "_last", "_last_aead")

    def __init__(self, key: bytes, origin: str, compartment: str) -> None:
        self._batch_key = Keyed(key, _BATCH_KEY)
        self._aad_head = _AAD + origin.encode() + b"\x00"
        self._aad_tail = b"\x00" + compartment.encode()
        self._last = b""
        self._last_aead: AESGCM | None = None

    def aead(self, batch: bytes) -> AESGCM:
        """The cipher of one batch."""
        if self._last_aead is None or batch != self._last:
            self._last, self._last_aead = batch, AESGCM(self._batch_key.digest(batch))
        return self._last_aead

    def aad(self, entry_id: str) -> bytes:
        """What the ciphertext is bound to."""
        return self._aad_head + entry_id.encode() + self._aad_tail

    def open(self, entry_id: str, ciphertext: bytes) -> tuple[bytes, bytes]:
        """Payload and salt.

        Raises:
            VerificationError: the ciphertext is not what was sealed for that entry.
        """
        nonce = _ZEROS + ciphertext[BATCH_SIZE:_PREFIX]
        aead = self.aead(ciphertext[:BATCH_SIZE])
        try:
            frame = aead.decrypt(nonce, ciphertext[_PREFIX:], self.aad(entry_id))
        except (InvalidTag, ValueError) as error:
            raise VerificationError("the ciphertext was altered or belongs to another entry", where=entry_id) from error
        end = _HEADER + int.from_bytes(frame[SALT_SIZE:_HEADER], "big")
        if len(frame) < end:
            raise VerificationError("the padding of the payload is broken", where=entry_id)
        return frame[_HEADER:end], frame[:SALT_SIZE]


def bucket(size: int) -> int:
    """``size`` rounded up to 256, 384, 512, 768, 1024, ...: powers of two and halfway between."""
    power = max(_SMALLEST_BUCKET, 1 << (size - 1).bit_length())
    half = power * 3 // 4
    return half if size <= half and power > _SMALLEST_BUCKET else power


def commit(salt: bytes, payload: bytes) -> str:
    """Hex SHA-256("ceasewatch/commitment/v1" 00 || salt || payload)."""
    digest = _COMMITTING.copy()
    digest.update(salt + payload)
    return digest.hexdigest()


def field_salt(salt: bytes, name: str) -> bytes:
    """HMAC-SHA256(salt, "ceasewatch/field-salt/v1" 00 || name): it discloses one field and nothing of the others."""
    return Keyed(salt, _FIELD_SALT).digest(name.encode())


def commit_field(own_salt: bytes, name: str, value: bytes) -> str:
    """Hex SHA-256("ceasewatch/field/v1" 00 || own_salt || name 00 || value); an absent field has an empty value."""
    return _sha256(_FIELD + own_salt + name.encode() + b"\x00" + value).hexdigest()
