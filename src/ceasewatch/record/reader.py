"""Reading entries back: windows of the sequence, decrypted where the ring has the key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from ceasewatch.model.errors import NotFoundError, VerificationError
from ceasewatch.record import payload
from ceasewatch.record.entry import Recorded, Sealed
from ceasewatch.record.envelope import Envelope, from_leaf
from ceasewatch.record.index import Found, Index
from ceasewatch.record.keys import KeyRing
from ceasewatch.record.payload import Cipher

WINDOW = 2_000
_COLUMNS = """SELECT e.seq, e.recorded_us, e.root_seq, e.leaf, p.ciphertext
    FROM entries AS e {hint} LEFT JOIN payloads AS p ON p.seq = e.seq"""
_ALL = _COLUMNS.format(hint="") + " WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq"
_ONE = _COLUMNS.format(hint="") + " WHERE e.seq = ?"


class Reader:
    """Opens payloads; keeps one cipher a key."""

    def __init__(self, connection: sqlite3.Connection, keys: KeyRing | None, origin: str) -> None:
        self._connection = connection
        self._index = Index(connection)
        self._keys = keys
        self._origin = origin
        self._ciphers: dict[tuple[str, str], Cipher | None] = {}

    def read(self, after: int, until: int, kinds: Iterable[str] | None) -> Iterator[Recorded]:
        """Entries with ``after < seq <= until``, in order; no lock is held between windows."""
        wanted = None if kinds is None else tuple(sorted(set(kinds)))
        query = _ALL if wanted is None else _of_kinds(len(wanted))
        for start in range(after, until, WINDOW):
            window = (start, min(start + WINDOW, until))
            rows = self._connection.execute(query, (*window, *(wanted or ()))).fetchall()
            for row in rows:
                yield self._recorded(row)

    def get(self, entry_id: str) -> Recorded:
        """One entry.

        Raises:
            NotFoundError: there is none with this id.
        """
        return self._at(self._find(entry_id).seq)

    def versions(self, root_id: str) -> tuple[Recorded, ...]:
        """All versions of a chain, first to last; any member of the chain may name it.

        Raises:
            NotFoundError: there is no such entry.
        """
        found = self._find(root_id)
        return tuple(self._at(seq) for seq in self._index.chain(found.root_seq or found.seq))

    def open_payload(self, envelope: Envelope, ciphertext: bytes | None) -> bytes | Sealed:
        """The payload, checked against its commitment, or a sign that the key is missing.

        Raises:
            VerificationError: the ciphertext is missing or altered.
        """
        cipher = self._cipher(envelope.compartment, envelope.key_id)
        if cipher is None:
            return Sealed(compartment=envelope.compartment, key_id=envelope.key_id)
        if ciphertext is None:
            raise VerificationError("the ciphertext is missing", where=envelope.id, todo="restore a backup")
        body, salt = cipher.open(envelope.id, ciphertext)
        if payload.commit(salt, body) != envelope.commitment:
            raise VerificationError("the payload is not what the log committed to", where=envelope.id)
        return body

    def _find(self, entry_id: str) -> Found:
        found = self._index.find(entry_id)
        if found is None:
            raise NotFoundError(f"no entry {entry_id}", todo="check the id")
        return found

    def _at(self, seq: int) -> Recorded:
        row = self._connection.execute(_ONE, (seq,)).fetchone()
        if row is None:
            raise VerificationError(f"entry {seq} is missing", todo="run `ceasewatch record audit`")
        return self._recorded(row)

    def _recorded(self, row: tuple[Any, ...]) -> Recorded:
        seq, recorded_us, root_seq, leaf, ciphertext = row
        envelope = from_leaf(leaf)
        return Recorded(
            seq=seq,
            root_id=envelope.id if root_seq is None else self._index.id_at(root_seq),
            recorded_us=recorded_us,
            envelope=envelope,
            payload=self.open_payload(envelope, ciphertext),
        )

    def _cipher(self, compartment: str, key_id: str) -> Cipher | None:
        key = (compartment, key_id)
        if key not in self._ciphers:
            secret = self._keys.by_id(compartment, key_id) if self._keys else None
            self._ciphers[key] = Cipher(secret.value, self._origin, compartment) if secret else None
        return self._ciphers[key]


def _of_kinds(count: int) -> str:
    marks = ",".join("?" * count)
    hinted = _COLUMNS.format(hint="INDEXED BY entries_by_kind")
    return f"{hinted} WHERE e.seq > ? AND e.seq <= ? AND e.kind IN ({marks}) ORDER BY e.seq"
