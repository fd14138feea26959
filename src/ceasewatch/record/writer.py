"""One batch of entries into the file, all or nothing. The caller holds the write transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from ceasewatch.model.errors import ConflictError, NotFoundError
from ceasewatch.model.ids import EntryId
from ceasewatch.model.time import from_us
from ceasewatch.record import forest, merkle
from ceasewatch.record.entry import DUPLICATE, NEW, SUPERSEDING, Receipt
from ceasewatch.record.identity import index_key
from ceasewatch.record.index import Head, Index
from ceasewatch.record.sealing import Prepared, Sealing


def store(connection: sqlite3.Connection, sealing: Sealing, batch: Sequence[Prepared], now_us: int) -> list[Receipt]:
    """Store a prepared batch and say what became of each entry.

    Raises:
        ConflictError: an entry would supersede a version that is not the newest of its chain.
        NotFoundError: the entry to be superseded is not in the record.
    """
    tree, last_us = forest.load(connection)
    return _Batch(connection, sealing, tree, max(now_us, last_us)).run(batch)


class _Batch:
    """The rows of one transaction while they are made."""

    def __init__(self, connection: sqlite3.Connection, sealing: Sealing, tree: merkle.Tree, now_us: int) -> None:
        self._connection = connection
        self._index = Index(connection)
        self._tree = tree
        self._now_us = now_us
        self._now = from_us(now_us)
        self._session = sealing.session(self._now)
        self._entries: list[tuple[object, ...]] = []
        self._payloads: list[tuple[int, bytes]] = []
        self._nodes: list[forest.Node] = []

    def run(self, batch: Sequence[Prepared]) -> list[Receipt]:
        heads = self._index.heads([item.idem for item in batch])
        receipts = []
        for item in batch:
            head = heads.get(item.idem)
            if head is not None and head.content == item.content:
                receipts.append(self._duplicate(head))
                continue
            head, receipt = self._new(item, head)
            heads[item.idem] = head
            receipts.append(receipt)
        self._flush()
        return receipts

    def _new(self, item: Prepared, head: Head | None) -> tuple[Head, Receipt]:
        version = 0 if head is None else head.version + 1
        root_seq, root_id, supersedes = None, "", ""
        if head is not None or item.entry.supersedes:
            root_seq, root_id, supersedes = self._previous(item, head)
        made = self._session.make(item, version, supersedes)
        leaf_hash = merkle.leaf_hash(made.leaf)
        forest.grow(self._tree, leaf_hash, self._nodes)
        seq = self._tree.size
        row = (seq, index_key(item.idem), item.entry.kind, self._now_us, root_seq, leaf_hash, made.leaf)
        self._entries.append(row)
        self._payloads.append((seq, made.ciphertext))
        receipt = Receipt(
            id=made.id,
            seq=seq,
            root_id=EntryId(root_id or made.id),
            leaf_hash=leaf_hash,
            recorded_at=self._now,
            outcome=SUPERSEDING if supersedes else NEW,
            supersedes=supersedes,
        )
        return Head(seq, version, item.content, made.id, root_seq, leaf_hash, self._now_us, supersedes), receipt

    def _previous(self, item: Prepared, head: Head | None) -> tuple[int, EntryId, str]:
        """Root's seq and id of the chain that the entry continues, and the id of its newest version."""
        self._flush()
        named = item.entry.supersedes
        root_seq = self._root_seq(named) if named else head.root() if head else 0
        if head is not None and root_seq != head.root():
            raise ConflictError(
                f"the entry would supersede {named}, but its idempotency key belongs to another chain",
                todo="supersede the newest version of that chain, or use a key of its own",
            )
        newest, root_id = self._index.newest(root_seq), self._index.id_at(root_seq)
        if named and named != newest:
            raise ConflictError(
                f"entry {named} was superseded already, by {newest}", todo="read the newest version and decide again"
            )
        return root_seq, root_id, newest

    def _root_seq(self, entry_id: str) -> int:
        found = self._index.find(entry_id)
        if found is None:
            raise NotFoundError(f"no entry {entry_id} to supersede", todo="check the id")
        return found.root_seq or found.seq

    def _duplicate(self, head: Head) -> Receipt:
        if head.root_seq is not None:
            self._flush()
        return Receipt(
            id=head.id,
            seq=head.seq,
            root_id=head.id if head.root_seq is None else self._index.id_at(head.root_seq),
            leaf_hash=head.leaf_hash,
            recorded_at=from_us(head.recorded_us),
            outcome=DUPLICATE,
            supersedes=head.supersedes,
        )

    def _flush(self) -> None:
        """Rows into the file, still uncommitted, so that queries in this transaction see them."""
        if not self._entries:
            return
        self._connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", self._entries)
        self._connection.executemany("INSERT INTO payloads VALUES (?, ?)", self._payloads)
        forest.save(self._connection, self._tree, self._now_us, self._nodes)
        for rows in (self._entries, self._payloads, self._nodes):
            rows.clear()
