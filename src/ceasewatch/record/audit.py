"""The full audit: everything in the record recomputed from its leaves and ciphertexts."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import Any

from ceasewatch.model.errors import VerificationError
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import from_us
from ceasewatch.record import checkpoint, forest, merkle, note
from ceasewatch.record.checkpoint import Checkpoint
from ceasewatch.record.envelope import Envelope, Status, from_leaf, to_leaf
from ceasewatch.record.identity import index_key, index_key_of
from ceasewatch.record.index import Index
from ceasewatch.record.merkle import Tree
from ceasewatch.record.reader import Reader
from ceasewatch.record.sealing import timestamp

_ROWS = """SELECT e.seq, e.key, e.kind, e.recorded_us, e.root_seq, e.leaf_hash, e.leaf, p.ciphertext
    FROM entries AS e LEFT JOIN payloads AS p ON p.seq = e.seq ORDER BY e.seq"""


class Problem(Noun, frozen=True, kw_only=True):
    """One thing that does not hold; ``seq`` is 0 where it concerns the log as a whole."""

    seq: int
    what: str


class Audit(Noun, frozen=True, kw_only=True):
    """What the audit found.

    Attributes:
        size: leaves that were recomputed.
        root: root over them, 32 bytes.
        opened: payloads that were decrypted and held against their commitment.
        sealed: payloads for which there was no key; only their ciphertexts were checked.
        problems: everything that does not hold; empty if the record is sound.
    """

    size: int
    root: bytes
    opened: int
    sealed: int
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def audit(connection: sqlite3.Connection, reader: Reader, *, status: Status, signed: Checkpoint | None) -> Audit:
    """Recompute the record inside one read transaction.

    Args:
        connection: the record's file.
        reader: opens payloads where it has the key.
        status: what every envelope must say.
        signed: the last checkpoint kept beside the key, if it is at hand.
    """
    return _Auditor(connection, reader, status, signed).run()


class _Auditor:
    def __init__(
        self, connection: sqlite3.Connection, reader: Reader, status: Status, signed: Checkpoint | None
    ) -> None:
        self._connection = connection
        self._reader = reader
        self._index = Index(connection)
        self._status = status
        self._problems: list[Problem] = []
        self._tree = Tree()
        self._nodes: list[forest.Node] = []
        self._roots: dict[int, set[bytes]] = {}
        self._signed_roots(signed)
        self._last_us = 0
        self._payloads = {"opened": 0, "sealed": 0}

    def run(self) -> Audit:
        expected = 1
        self._check_root(0)
        for row in self._connection.execute(_ROWS):
            for missing in range(expected, row[0]):
                self._add(missing, "the entry is missing")
            self._entry(row)
            expected = row[0] + 1
        size = int(self._connection.execute("SELECT size FROM state").fetchone()[0])
        for missing in range(expected, size + 1):
            self._add(missing, "the entry is missing")
        self._whole(size)
        return Audit(
            size=self._tree.size,
            root=self._tree.root(),
            opened=self._payloads["opened"],
            sealed=self._payloads["sealed"],
            problems=tuple(self._problems),
        )

    def _signed_roots(self, signed: Checkpoint | None) -> None:
        """What the record must be an extension of: the checkpoints it keeps, and the one kept beside the key."""
        if signed is not None:
            self._roots.setdefault(signed.size, set()).add(signed.root)
        for size, root, text in self._connection.execute("SELECT size, root, note FROM checkpoints"):
            self._roots.setdefault(size, set()).add(bytes(root))
            try:
                kept = checkpoint.parse(note.parse(text).text)
            except VerificationError as error:
                self._add(0, f"the checkpoint kept for {size} entries cannot be read: {error.what}")
                continue
            if (kept.size, kept.root) != (size, bytes(root)):
                self._add(0, f"the checkpoint kept for {size} entries says something else")

    def _entry(self, row: tuple[Any, ...]) -> None:
        seq, _, _, _, _, leaf_hash, leaf, ciphertext = row
        if merkle.leaf_hash(leaf) != leaf_hash:
            self._add(seq, "the leaf does not have its hash")
        forest.grow(self._tree, merkle.leaf_hash(leaf), self._nodes)
        self._check_root(self._tree.size)
        try:
            envelope = from_leaf(leaf)
        except VerificationError as error:
            self._add(seq, error.what)
            return
        if to_leaf(envelope) != leaf:
            self._add(seq, "the leaf is not canonical")
        for what in _disagreements(row, envelope, self._status):
            self._add(seq, what)
        self._check_chain(row, envelope)
        self._check_time(seq, row[3])
        self._check_payload(seq, envelope, ciphertext)

    def _check_time(self, seq: int, recorded_us: int) -> None:
        if recorded_us < self._last_us:
            self._add(seq, "recorded before the entry in front of it")
        self._last_us = recorded_us

    def _check_chain(self, row: tuple[Any, ...], envelope: Envelope) -> None:
        """``supersedes`` names an earlier entry, and the root kept is that entry's root."""
        seq, root_seq = row[0], row[4]
        if not envelope.supersedes:
            if root_seq is not None:
                self._add(seq, "a first version is kept as part of another chain")
            return
        try:
            before = self._index.find(envelope.supersedes)
        except VerificationError:
            before = None  # that leaf is named where it lies
        if before is None or before.seq >= seq:
            self._add(seq, f"supersedes {envelope.supersedes}, which is not before it")
        elif root_seq != (before.root_seq or before.seq):
            self._add(seq, "the root kept for its chain is wrong")

    def _check_payload(self, seq: int, envelope: Envelope, ciphertext: bytes | None) -> None:
        if ciphertext is None:
            self._add(seq, "the ciphertext is missing")
            return
        if hashlib.sha256(ciphertext).hexdigest() != envelope.ciphertext_sha256:
            self._add(seq, "the ciphertext does not have the hash that the log says")
            return
        try:
            body = self._reader.open_payload(envelope, ciphertext)
        except VerificationError as error:
            self._add(seq, error.what)
            return
        self._payloads["opened" if isinstance(body, bytes) else "sealed"] += 1

    def _check_root(self, size: int) -> None:
        if self._roots.get(size, set()) - {self._tree.root()}:
            self._add(0, f"the first {size} entries do not have the root that was signed")

    def _whole(self, size: int) -> None:
        """The tables that are kept for speed, against what the leaves say."""
        newest_signed = max(self._roots, default=0)
        if newest_signed > self._tree.size:
            self._add(0, f"a record of {newest_signed} entries was signed, but there are {self._tree.size}")
        try:
            tree, recorded_us = forest.load(self._connection)
        except VerificationError as error:
            self._add(0, error.what)
        else:
            if tree.size != self._tree.size or tree.frontier != self._tree.frontier or recorded_us != self._last_us:
                self._add(0, f"the state kept for {size} entries does not follow from the leaves")
        for level, position in self._wrong_nodes():
            first, last = (position << level) + 1, (position + 1) << level
            self._add(0, f"the stored hash over entries {first} to {last} does not follow from the leaves")

    def _wrong_nodes(self) -> Iterator[tuple[int, int]]:
        due = {(level, position): node for level, position, node in self._nodes}
        kept = {
            (level, position): bytes(node)
            for level, position, node in self._connection.execute("SELECT level, position, hash FROM nodes")
        }
        yield from (place for place in sorted(due.keys() | kept.keys()) if due.get(place) != kept.get(place))

    def _add(self, seq: int, what: str) -> None:
        self._problems.append(Problem(seq=seq, what=what))


def _disagreements(row: tuple[Any, ...], envelope: Envelope, status: Status) -> Iterator[str]:
    """Columns that are kept for speed, against the leaf."""
    if row[1] != index_key(bytes.fromhex(envelope.idem)) or row[1] != index_key_of(envelope.id):
        yield "the index key kept is not the leaf's"
    if row[2] != envelope.kind:
        yield "the kind kept is not the leaf's"
    if timestamp(from_us(row[3])) != envelope.recorded_at:
        yield "the time kept is not the leaf's"
    if envelope.status != status:
        yield f"the leaf says {envelope.status} in a record of {status} entries"
    if envelope.compartment != f"{envelope.marking.originator}/{envelope.marking.tier}":
        yield "the compartment is not the marking's"
