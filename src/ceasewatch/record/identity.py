"""Identity of entries: the id says under which index key the entry and its versions are found.

The id of the first entry under an idempotency key is base32 of the first 130 bits of the key's digest (an HMAC under
the index secret): 26 characters. Each later version keeps the first 60 of these bits and takes the other 70 from
HMAC(index secret, digest || version). So all versions share 12 characters, and one small index serves both look-ups.
"""

from __future__ import annotations

import re

import msgspec

from ceasewatch.model.errors import DataError
from ceasewatch.model.ids import EntryId
from ceasewatch.record.digest import Keyed

KEY_BITS = 60
_TAIL_BITS = 70
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_TAIL_MASK = (1 << _TAIL_BITS) - 1
_HEAD_SHIFTS = tuple(range(KEY_BITS - 10, -1, -10))
_TAIL_SHIFTS = tuple(range(_TAIL_BITS - 10, -1, -10))
_ID = re.compile(r"[a-z2-7]{26}")
_PARTS = msgspec.json.Encoder()


class Identity:
    """Digests under one index secret."""

    __slots__ = ("_content", "_id", "_idem")

    def __init__(self, secret: bytes) -> None:
        self._idem = Keyed(secret, b"ceasewatch/idem/v1\x00")
        self._content = Keyed(secret, b"ceasewatch/content/v1\x00")
        self._id = Keyed(secret, b"ceasewatch/id/v1\x00")

    def idem(self, parts: tuple[str, ...]) -> bytes:
        """Keyed digest of an idempotency key: 32 bytes.

        Raises:
            DataError: a part has no UTF-8 form.
        """
        try:
            return self._idem.digest(_PARTS.encode(parts))
        except UnicodeEncodeError as error:
            raise DataError("an idempotency key with a lone surrogate", todo="repair the text") from error

    def content(self, idem: bytes, kind: str, compartment: str, body: bytes) -> bytes:
        """Keyed digest of everything that makes a delivery the same as the one before: 32 bytes."""
        return self._content.digest(b"%b%b\x00%b\x00%b" % (idem, kind.encode(), compartment.encode(), body))

    def entry_id(self, idem: bytes, version: int) -> EntryId:
        """Id of the ``version``-th entry (from 0) under an idempotency digest."""
        head = int.from_bytes(idem[:17], "big") >> 6
        tail = head & _TAIL_MASK
        if version:
            tail = int.from_bytes(self._id.digest(idem + version.to_bytes(8, "big"))[:9], "big") >> 2
        head >>= _TAIL_BITS
        pairs = [_PAIRS[head >> shift & 1023] for shift in _HEAD_SHIFTS]
        pairs += [_PAIRS[tail >> shift & 1023] for shift in _TAIL_SHIFTS]
        return EntryId("".join(pairs))


def index_key(idem: bytes) -> int:
    """The first 60 bits of an idempotency digest."""
    return int.from_bytes(idem[:8], "big") >> 4


def index_key_of(entry_id: str) -> int | None:
    """The index key in an id; None if it is not an id at all."""
    if not _ID.fullmatch(entry_id):
        return None
    key = 0
    for char in entry_id[: KEY_BITS // 5]:
        key = key << 5 | _ALPHABET.index(char)
    return key
