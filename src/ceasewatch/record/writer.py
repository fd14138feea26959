"""One batch of entries into the file, all or nothing."""

from __future__ import annotations

import base64
import os
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from ceasewatch.model.errors import ConflictError, DataError, NotFoundError
from ceasewatch.model.ids import EntryId
from ceasewatch.model.time import from_us
from ceasewatch.record import canonical, forest, merkle, payload
from ceasewatch.record.digest import Keyed
from ceasewatch.record.entry import DUPLICATE, NEW, SUPERSEDING, Entry, Receipt
from ceasewatch.record.envelope import Envelope, Marking, Status, check_field, check_kind, to_leaf
from ceasewatch.record.keys import KeyRing
from ceasewatch.record.note import Signer
from ceasewatch.record.payload import Cipher

AUTHOR_DOMAIN = b"ceasewatch/author/v1\x00"
_LOOKUP = 500
_PARTS = msgspec.json.Encoder()


class _Head(msgspec.Struct):
    """The last entry under one idempotency key."""

    seq: int
    version: int
    content: bytes


class _Prepared(msgspec.Struct):
    entry: Entry
    body: bytes
    idem: bytes
    content: bytes


class _Lane(msgspec.Struct):
    """What all entries of one compartment share."""

    name: str
    key_id: str
    marking: Marking
    cipher: Cipher


class Writer:
    """Turns entries into leaves and ciphertexts and stores them. It holds no state between batches."""

    def __init__(self, connection: sqlite3.Connection, keys: KeyRing, origin: str, status: Status) -> None:
        self._connection = connection
        self._keys = keys
        self._origin = origin
        self._status = status
        secret = keys.index_secret()
        self._idem = Keyed(secret, b"ceasewatch/idem/v1\x00")
        self._content = Keyed(secret, b"ceasewatch/content/v1\x00")
        self._id = Keyed(secret, b"ceasewatch/id/v1\x00")
        verifier = keys.log_signer(origin).verifier
        self._server = f"{verifier.name}+{verifier.key_id}"
        self._lanes: dict[tuple[str, str], _Lane] = {}
        self._signers: dict[str, Signer] = {}

    def prepare(self, entry: Entry) -> _Prepared:
        """Everything that needs no lock.

        Raises:
            DataError: the entry cannot be recorded as it is.
            ConflictError: it is an exercise entry in an actual record, or the other way round.
            MissingKeyError: its compartment has no key.
        """
        if entry.status is not None and entry.status != self._status:
            raise ConflictError(
                f"an entry marked {entry.status} was offered to a record marked {self._status}",
                todo="exercise and actual entries never mix: use a mission of its own for the exercise",
            )
        if not entry.idempotency:
            raise DataError("an entry without an idempotency key", todo="give the feed and its identity fields")
        check_kind(entry.kind)
        lane = self._lane(entry)
        body = canonical.encode(entry.payload)
        idem = self._idem.digest(_parts(entry.idempotency))
        about = f"{entry.kind}\x00{lane.name}\x00".encode()
        return _Prepared(entry, body, idem, self._content.digest(idem + about + body))

    def store(self, batch: Sequence[_Prepared], now_us: int) -> list[Receipt]:
        """Store a prepared batch; the caller holds the write transaction."""
        tree, last_us = forest.load(self._connection)
        return _Batch(self, self._connection, tree, max(now_us, last_us)).run(batch)

    def heads(self, batch: Sequence[_Prepared]) -> dict[bytes, _Head]:
        """The last entries under the idempotency keys of ``batch``."""
        found: dict[bytes, _Head] = {}
        for start in range(0, len(batch), _LOOKUP):
            keys = [item.idem for item in batch[start : start + _LOOKUP]]
            query = f"SELECT * FROM heads WHERE idem IN ({','.join('?' * len(keys))})"  # noqa: S608 -- marks only
            for idem, seq, version, content in self._connection.execute(query, keys):
                found[idem] = _Head(seq, version, content)
        return found

    def seal(self, item: _Prepared, version: int, recorded_at: str, supersedes: str) -> tuple[EntryId, bytes, bytes]:
        """Id, leaf and ciphertext of a new entry."""
        entry, lane = item.entry, self._lane(item.entry)
        entry_id = EntryId(_base32(self._id.digest(item.idem + version.to_bytes(8, "big"))))
        random = os.urandom(payload.RANDOM_SIZE)
        ciphertext, size = lane.cipher.seal(entry_id, item.body, random)
        salt = random[: payload.SALT_SIZE]
        envelope = Envelope(
            kind=entry.kind,
            id=entry_id,
            author=self._author(entry),
            recorded_at=recorded_at,
            status=self._status,
            marking=lane.marking,
            compartment=lane.name,
            key_id=lane.key_id,
            supersedes=supersedes,
            idem=item.idem.hex(),
            content=item.content.hex(),
            commitment=payload.commit(salt, item.body),
            ciphertext_sha256=merkle.sha256_hex(ciphertext),
            size_bucket=size,
            fields=_field_commitments(entry.fields, item.body, salt) if entry.fields else {},
        )
        leaf = to_leaf(envelope)
        if entry.author:
            signature = self._signer(entry.author).sign(author_message(self._origin, leaf))
            text = "ed25519:" + base64.b64encode(signature).decode()
            leaf = to_leaf(msgspec.structs.replace(envelope, signature=text))
        return entry_id, leaf, ciphertext

    def _author(self, entry: Entry) -> str:
        if not entry.author:
            return self._server
        verifier = self._signer(entry.author).verifier
        return f"{verifier.name}+{verifier.key_id}"

    def _signer(self, name: str) -> Signer:
        if name not in self._signers:
            self._signers[name] = self._keys.author_signer(name)
        return self._signers[name]

    def _lane(self, entry: Entry) -> _Lane:
        compartment = entry.compartment
        key = (compartment.originator, compartment.tier)
        lane = self._lanes.get(key)
        if lane is None:
            secret = self._keys.newest(compartment)
            marking = Marking(originator=compartment.originator, tier=compartment.tier)
            cipher = Cipher(secret.value, self._origin, compartment.name)
            lane = self._lanes[key] = _Lane(compartment.name, secret.key_id, marking, cipher)
        return lane


class _Batch:
    """The rows of one transaction while they are made."""

    def __init__(self, writer: Writer, connection: sqlite3.Connection, tree: merkle.Tree, now_us: int) -> None:
        self._writer = writer
        self._connection = connection
        self._tree = tree
        self._now_us = now_us
        self._now = from_us(now_us)
        self._now_text = timestamp(self._now)
        self._entries: list[tuple[object, ...]] = []
        self._payloads: list[tuple[int, bytes]] = []
        self._touched: dict[bytes, _Head] = {}
        self._nodes: list[forest.Node] = []
        self._start = tree.size

    def run(self, batch: Sequence[_Prepared]) -> list[Receipt]:
        heads = self._writer.heads(batch)
        receipts = []
        for item in batch:
            head = heads.get(item.idem)
            if head is not None and head.content == item.content:
                receipts.append(self._duplicate(head))
                continue
            receipt = self._new(item, head)
            heads[item.idem] = self._touched[item.idem] = _Head(
                receipt.seq, head.version + 1 if head else 0, item.content
            )
            receipts.append(receipt)
        if self._entries:
            self._flush()
        return receipts

    def _new(self, item: _Prepared, head: _Head | None) -> Receipt:
        root_seq, supersedes, root_id = None, "", ""
        if head is not None or item.entry.supersedes:
            root_seq, root_id, supersedes = self._previous(item.entry, head)
        version = head.version + 1 if head else 0
        entry_id, leaf, ciphertext = self._writer.seal(item, version, self._now_text, supersedes)
        leaf_hash = merkle.leaf_hash(leaf)
        forest.grow(self._tree, leaf_hash, self._nodes)
        seq = self._tree.size
        self._entries.append((seq, entry_id, item.entry.kind, self._now_us, root_seq, leaf_hash, leaf))
        self._payloads.append((seq, ciphertext))
        return Receipt(
            id=entry_id,
            seq=seq,
            root_id=EntryId(root_id or entry_id),
            leaf_hash=leaf_hash,
            recorded_at=self._now,
            outcome=SUPERSEDING if supersedes else NEW,
            supersedes=supersedes,
        )

    def _previous(self, entry: Entry, head: _Head | None) -> tuple[int, EntryId, str]:
        """Root's seq and id of the chain that ``entry`` continues, and the id of its last version."""
        self._flush()
        named = None
        if entry.supersedes:
            row = self._connection.execute(
                "SELECT seq, root_seq FROM entries WHERE id = ?", (entry.supersedes,)
            ).fetchone()
            if row is None:
                raise NotFoundError(f"no entry {entry.supersedes} to supersede", todo="check the id")
            named = row[1] or row[0]
        root_seq = named or self._root_of(head)
        if head is not None and root_seq != self._root_of(head):
            raise ConflictError(
                f"the entry would supersede {entry.supersedes}, but its idempotency key belongs to another chain",
                todo="supersede the newest version of that chain, or use a key of its own",
            )
        last_id, root_id = self._chain_ends(root_seq)
        if entry.supersedes and entry.supersedes != last_id:
            raise ConflictError(
                f"entry {entry.supersedes} was superseded already, by {last_id}",
                todo="read the newest version and decide again",
            )
        return root_seq, root_id, last_id

    def _root_of(self, head: _Head | None) -> int:
        if head is None:
            raise DataError("nothing to supersede")
        row = self._connection.execute("SELECT root_seq FROM entries WHERE seq = ?", (head.seq,)).fetchone()
        return int(row[0] or head.seq)

    def _chain_ends(self, root_seq: int) -> tuple[str, EntryId]:
        last = self._connection.execute(
            "SELECT id FROM entries WHERE root_seq = ? ORDER BY seq DESC LIMIT 1", (root_seq,)
        ).fetchone()
        root = self._connection.execute("SELECT id FROM entries WHERE seq = ?", (root_seq,)).fetchone()
        return (last or root)[0], EntryId(root[0])

    def _duplicate(self, head: _Head) -> Receipt:
        if head.seq > self._start:
            self._flush()
        entry_id, root_seq, leaf_hash, recorded_us, leaf = self._connection.execute(
            "SELECT id, root_seq, leaf_hash, recorded_us, leaf FROM entries WHERE seq = ?", (head.seq,)
        ).fetchone()
        root_id = entry_id if root_seq is None else self._chain_ends(root_seq)[1]
        return Receipt(
            id=EntryId(entry_id),
            seq=head.seq,
            root_id=EntryId(root_id),
            leaf_hash=leaf_hash,
            recorded_at=from_us(recorded_us),
            outcome=DUPLICATE,
            supersedes=_SUPERSEDES.decode(leaf).supersedes,
        )

    def _flush(self) -> None:
        """Rows into the file, still uncommitted, so that queries in this transaction see them."""
        self._connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", self._entries)
        self._connection.executemany("INSERT INTO payloads VALUES (?, ?)", self._payloads)
        self._connection.executemany(
            "INSERT INTO heads VALUES (?, ?, ?, ?) ON CONFLICT (idem) DO UPDATE SET "
            "seq = excluded.seq, version = excluded.version, content = excluded.content",
            [(idem, head.seq, head.version, head.content) for idem, head in self._touched.items()],
        )
        if self._tree.size > self._start:
            forest.save(self._connection, self._tree, self._now_us, self._nodes)
        for rows in (self._entries, self._payloads, self._nodes):
            rows.clear()
        self._touched.clear()


class _Supersedes(msgspec.Struct):
    supersedes: str = ""


_SUPERSEDES = msgspec.json.Decoder(_Supersedes)


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC, always with microseconds: ``2026-11-22T15:47:28.000000Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def author_message(origin: str, unsigned_leaf: bytes) -> bytes:
    """What an author signs: domain, the log's origin, and the envelope without ``signature``."""
    return AUTHOR_DOMAIN + origin.encode() + b"\x00" + unsigned_leaf


def _field_commitments(names: tuple[str, ...], body: bytes, salt: bytes) -> dict[str, str]:
    raw = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    commitments = {}
    for name in names:
        value = bytes(raw[name]) if name in raw else b""
        commitments[check_field(name)] = payload.commit_field(payload.field_salt(salt, name), name, value)
    return commitments


def _parts(parts: tuple[str, ...]) -> bytes:
    try:
        return _PARTS.encode([str(part) for part in parts])
    except UnicodeEncodeError as error:
        raise DataError("an idempotency key with a lone surrogate", todo="repair the text") from error


def _base32(digest: bytes) -> str:
    return base64.b32encode(digest[:20])[:26].decode().lower()
