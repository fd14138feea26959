"""What identifies a row within its feed, so that a second delivery adds nothing (design section 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_SEPARATOR = "\x1f"


class Ordinals:
    """Identities of rows that have no key: digest of the content and the ordinal among equal rows of one file.

    Two equal rows are two reports; the same file delivered twice gives the same identities.
    """

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self._repeats: dict[bytes, int] = {}

    def identity(self, values: Iterable[str]) -> tuple[str, str]:
        """(hexadecimal digest, ordinal from 0) of the next row with these values."""
        digest = hashlib.sha256(_SEPARATOR.join(values).encode()).digest()
        if digest not in self._seen:
            self._seen.add(digest)
            return digest.hex(), "0"
        self._repeats[digest] = ordinal = self._repeats.get(digest, 0) + 1
        return digest.hex(), str(ordinal)
