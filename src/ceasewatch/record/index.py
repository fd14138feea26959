"""Looking entries up by id and by idempotency key. The index holds 60-bit keys; the leaf decides."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from ceasewatch.model.errors import VerificationError
from ceasewatch.model.ids import EntryId
from ceasewatch.record.identity import index_key, index_key_of

_CHUNK = 500
_COLUMNS = "SELECT seq, root_seq, leaf_hash, recorded_us, leaf FROM entries"


class Head(msgspec.Struct, gc=False):
    """The newest entry under one idempotency key.

    Attributes:
        seq: its place.
        version: how many entries under the same key came before it.
        content: keyed digest of what it says.
        id: its id.
        root_seq: place of the first version of its chain; None if it is that.
        leaf_hash: 32 bytes.
        recorded_us: microseconds since 1970.
        supersedes: id of the version before; empty if there is none.
    """

    seq: int
    version: int
    content: bytes
    id: EntryId
    root_seq: int | None
    leaf_hash: bytes
    recorded_us: int
    supersedes: str

    def root(self) -> int:
        """Place of the first version of its chain."""
        return self.root_seq or self.seq


class Found(msgspec.Struct, gc=False):
    """Where an entry is."""

    seq: int
    root_seq: int | None


class _Glance(msgspec.Struct, gc=False):
    """The parts of a leaf that look-ups need."""

    id: EntryId
    idem: str
    content: str
    supersedes: str = ""


_GLANCE = msgspec.json.Decoder(_Glance)


def _look(leaf: bytes) -> _Glance:
    try:
        return _GLANCE.decode(leaf)
    except msgspec.DecodeError as error:
        raise VerificationError("a leaf is no envelope", todo="run `ceasewatch record audit`") from error


class Index:
    """Queries over the entries table."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def heads(self, digests: Sequence[bytes]) -> dict[bytes, Head]:
        """The newest entry under each idempotency digest that has one."""
        heads: dict[bytes, Head] = {}
        for start in range(0, len(digests), _CHUNK):
            keys = sorted({index_key(idem) for idem in digests[start : start + _CHUNK]})
            marks = ",".join("?" * len(keys))
            query = f"{_COLUMNS} WHERE key IN ({marks}) ORDER BY seq"
            for seq, root_seq, leaf_hash, recorded_us, leaf in self._connection.execute(query, keys):
                glance = _look(leaf)
                idem = bytes.fromhex(glance.idem)
                before = heads.get(idem)
                heads[idem] = Head(
                    seq,
                    0 if before is None else before.version + 1,
                    bytes.fromhex(glance.content),
                    glance.id,
                    root_seq,
                    leaf_hash,
                    recorded_us,
                    glance.supersedes,
                )
        return heads

    def find(self, entry_id: str) -> Found | None:
        """Where the entry with this id is; None if there is none."""
        query = "SELECT seq, root_seq, leaf FROM entries WHERE key = ?"
        for seq, root_seq, leaf in self._connection.execute(query, (index_key_of(entry_id),)):
            if _look(leaf).id == entry_id:
                return Found(seq, root_seq)
        return None

    def id_at(self, seq: int) -> EntryId:
        """Id of the entry at ``seq``.

        Raises:
            VerificationError: it is missing.
        """
        row = self._connection.execute("SELECT leaf FROM entries WHERE seq = ?", (seq,)).fetchone()
        if row is None:
            raise VerificationError(f"entry {seq} is missing", todo="run `ceasewatch record audit`")
        return _look(row[0]).id

    def newest(self, root_seq: int) -> EntryId:
        """Id of the newest version of the chain that begins at ``root_seq``."""
        row = self._connection.execute("SELECT max(seq) FROM entries WHERE root_seq = ?", (root_seq,)).fetchone()
        return self.id_at(row[0] or root_seq)

    def chain(self, root_seq: int) -> list[int]:
        """Places of all versions of the chain that begins at ``root_seq``, in order."""
        rows = self._connection.execute("SELECT seq FROM entries WHERE root_seq = ? ORDER BY seq", (root_seq,))
        return [root_seq, *(row[0] for row in rows)]
