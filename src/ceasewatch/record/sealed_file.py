"""Large objects under a compartment's key: chunks, each bound to its place, the last one marked as the last.

File      = header || chunk 0 || chunk 1 || ...
Header    = "ceasewatch-media-v1" 0A || key id (8 hex digits) || batch (20 random bytes)
File key  = HMAC-SHA256(compartment key, "ceasewatch/media-key/v1" 00 || batch)
Chunk     = AES-256-GCM(file key, nonce, up to 2**20 bytes, AAD)
Nonce     = 0^3 || 01 if it is the last chunk, else 00 || number of the chunk (8 bytes, big-endian)
AAD       = header || compartment
"""

from __future__ import annotations

import hashlib
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ceasewatch.model.errors import LimitError, MissingKeyError, VerificationError
from ceasewatch.record.compartment import Compartment
from ceasewatch.record.digest import Keyed
from ceasewatch.record.keyfile import Secret
from ceasewatch.record.keys import KeyRing

CHUNK = 2**20
_MAGIC = b"ceasewatch-media-v1\n"
_BATCH_SIZE = 20
_KEY_ID = slice(len(_MAGIC), len(_MAGIC) + 8)
_HEADER = len(_MAGIC) + 8 + _BATCH_SIZE
_TAG = 16
_FILE_KEY = b"ceasewatch/media-key/v1\x00"


def seal(source: BinaryIO, target: BinaryIO, secret: Secret, compartment: Compartment, max_bytes: int) -> str:
    """Copy ``source`` to ``target`` under ``secret``; returns the SHA-256 of what was read, in hex.

    Raises:
        LimitError: it is longer than ``max_bytes``.
    """
    header = _MAGIC + secret.key_id.encode() + os.urandom(_BATCH_SIZE)
    aead, bound = _aead(secret, header), header + compartment.name.encode()
    digest, size, number = hashlib.sha256(), 0, 0
    target.write(header)
    chunk = _fill(source)
    while True:
        size += len(chunk)
        if size > max_bytes:
            raise LimitError(f"the media is larger than {max_bytes} bytes", todo="raise the limit, or store a part")
        digest.update(chunk)
        after = _fill(source) if len(chunk) == CHUNK else b""
        target.write(aead.encrypt(_nonce(number, last=not after), chunk, bound))
        if not after:
            return digest.hexdigest()
        chunk, number = after, number + 1


def unseal(data: bytes, keys: KeyRing, compartment: Compartment) -> bytes:
    """What was sealed.

    Raises:
        MissingKeyError: the ring lacks the key.
        VerificationError: the file was altered, cut short, or belongs to another compartment.
    """
    header = data[:_HEADER]
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise VerificationError("the media file was altered: it has no header", todo="restore it from a backup")
    key_id = header[_KEY_ID].decode("ascii", "replace")
    secret = keys.by_id(compartment.name, key_id)
    if secret is None:
        raise MissingKeyError(
            f"no key {key_id!r} of {compartment.name}", todo="ask the holder of that key for its file"
        )
    aead, bound = _aead(secret, header), header + compartment.name.encode()
    starts = range(_HEADER, max(len(data), _HEADER + 1), CHUNK + _TAG)
    try:
        return b"".join(
            aead.decrypt(_nonce(n, last=start == starts[-1]), data[start : start + CHUNK + _TAG], bound)
            for n, start in enumerate(starts)
        )
    except (InvalidTag, ValueError) as error:
        raise VerificationError("the media file was altered or cut short", todo="restore it from a backup") from error


def _aead(secret: Secret, header: bytes) -> AESGCM:
    return AESGCM(Keyed(secret.value, _FILE_KEY).digest(header[-_BATCH_SIZE:]))


def _nonce(number: int, *, last: bool) -> bytes:
    return bytes(3) + bytes([last]) + number.to_bytes(8, "big")


def _fill(source: BinaryIO) -> bytes:
    """A whole chunk, or what is left: a pipe may give less than it was asked for."""
    parts: list[bytes] = []
    missing = CHUNK
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
