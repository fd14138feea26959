"""The record: one append-only, signed log of everything that was observed, said and decided."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType

from ceasewatch.model.errors import MissingKeyError, NotFoundError, UsageError, VerificationError
from ceasewatch.model.time import to_us
from ceasewatch.record import forest, merkle, note, proof, signing, sqlite, writer
from ceasewatch.record.audit import Audit, audit
from ceasewatch.record.durable import make_folder, sync_folder
from ceasewatch.record.entry import Entry, Receipt, Recorded
from ceasewatch.record.envelope import Status
from ceasewatch.record.forest import Forest
from ceasewatch.record.keys import KeyRing, refuse_inside, refuse_record_around
from ceasewatch.record.reader import Reader
from ceasewatch.record.sealing import Sealing
from ceasewatch.record.signed import LastSigned

BATCH = 2_000
"""Entries a transaction when a stream is appended."""

Clock = Callable[[], int]
"""Microseconds since 1970-01-01T00:00Z."""


def system_clock() -> int:
    """The machine's time."""
    return time.time_ns() // 1000


class Record:
    """An open record. It belongs to the thread that opened it; any number of processes may have it open.

    Attributes:
        folder: where it lies.
        origin: name of the log.
        status: ``actual`` or ``exercise``.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, keys: KeyRing | None, clock: Clock) -> None:
        meta = sqlite.read_meta(connection)
        self.folder = folder
        self.origin = meta["origin"]
        self.status: Status = "exercise" if meta["status"] == "exercise" else "actual"
        self._file = folder / sqlite.FILE_NAME
        self._connection = connection
        self._keys = keys
        self._clock = clock
        self._sealing: Sealing | None = None
        self._reader = Reader(connection, keys, self.origin)
        self._forest = Forest(connection)

    @classmethod
    def create(
        cls, folder: Path, keys: KeyRing, *, origin: str, status: Status = "actual", clock: Clock = system_clock
    ) -> Record:
        """Make an empty record and open it.

        Args:
            folder: where it will lie, usually ``record/`` in the mission folder.
            keys: a ring that can sign and append.
            origin: name of the log: a URL without a scheme, unique in the world, e.g. ``mission.example/log``.
            status: ``actual`` or ``exercise``, for ever.
            clock: microseconds since 1970.

        Raises:
            ConflictError: there is a record already.
            EnvironmentProblem: it cannot be written.
            UsageError: the keys lie inside the mission, or ``status`` is neither of the two.
            VerificationError: ``origin`` is no key name.
        """
        if status not in ("actual", "exercise"):
            raise UsageError(f"{status!r} is no status", todo="use 'actual' or 'exercise'")
        note.check_name(origin)
        _check_places(keys, folder)
        make_folder(folder)
        sqlite.create(folder / sqlite.FILE_NAME, {"origin": origin, "status": status})
        sync_folder(folder)
        return cls.open(folder, keys, clock=clock)

    @classmethod
    def open(cls, folder: Path, keys: KeyRing | None = None, *, clock: Clock = system_clock) -> Record:
        """Open a record; without keys, or with some, only what they open is readable.

        Raises:
            EnvironmentProblem: there is none, or it cannot be read.
            UsageError: the keys lie inside the mission.
            VerificationError: the file is no record or is damaged.
        """
        if keys is not None:
            _check_places(keys, folder)
        file = folder / sqlite.FILE_NAME
        connection = sqlite.connect(file)
        try:
            with sqlite.explained(file), sqlite.snapshot(connection):
                _check_end(connection, file)
            return cls(folder, connection, keys, clock)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Close the file. Nothing that was acknowledged depends on it."""
        self._connection.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- appending -------------------------------------------------------------------------------------------------

    def append(self, entries: Iterable[Entry]) -> list[Receipt]:
        """Record all of ``entries`` or none; they are on the disk when this returns.

        Raises:
            ConflictError: exercise meets actual, or a version was superseded already.
            DataError: an entry cannot be recorded as it is.
            MissingKeyError: a key is not at hand.
            EnvironmentProblem: disk, lock or permission.
            VerificationError: this is an older copy of the record than the one that was signed.
        """
        with sqlite.explained(self._file):
            sealing = self._appender()
            batch = [sealing.prepare(entry) for entry in entries]
            if not batch:
                return []
            with sqlite.transaction(self._connection):
                return writer.store(self._connection, sealing, batch, self._clock())

    def append_stream(self, entries: Iterable[Entry], *, batch: int = BATCH) -> Iterator[Receipt]:
        """Record a long stream in transactions of ``batch`` entries; each receipt yielded is durable."""
        source = iter(entries)
        while chunk := list(islice(source, batch)):
            yield from self.append(chunk)

    def _appender(self) -> Sealing:
        if self._sealing is None:
            keys = self._need_keys()
            signing.check_extends(self._connection, LastSigned(keys.folder, self.origin).read())
            self._sealing = Sealing(keys, self.origin, self.status)
        return self._sealing

    # -- reading ---------------------------------------------------------------------------------------------------

    @property
    def size(self) -> int:
        """Number of entries."""
        with sqlite.explained(self._file):
            return int(self._connection.execute("SELECT size FROM state").fetchone()[0])

    def watermark(self) -> int:
        """The size, cheap enough to ask many times a second (tens of microseconds)."""
        return self.size

    def read(
        self,
        *,
        after: int = 0,
        kinds: Iterable[str] | None = None,
        until_seq: int | None = None,
        until_time: datetime | None = None,
    ) -> Iterator[Recorded]:
        """Entries in the order of the log, up to the size at the time of the call.

        Args:
            after: start behind this seq.
            kinds: only these kinds.
            until_seq: stop at this seq (included).
            until_time: stop at the last entry recorded at or before this moment.

        Raises:
            VerificationError: a ciphertext or payload is not what the log says.
        """
        until = self.size if until_seq is None else min(until_seq, self.size)
        if until_time is not None:
            until = min(until, self.size_at(until_time))
        with sqlite.explained(self._file):
            yield from self._reader.read(max(after, 0), until, kinds)

    def size_at(self, moment: datetime) -> int:
        """Number of entries recorded at or before ``moment``."""
        at_us, low, high = to_us(moment), 0, self.size
        with sqlite.explained(self._file):
            while low < high:
                middle = (low + high + 1) // 2
                row = self._connection.execute("SELECT recorded_us FROM entries WHERE seq = ?", (middle,)).fetchone()
                if row is None:
                    raise VerificationError(f"entry {middle} is missing", todo="run `ceasewatch record audit`")
                low, high = (middle, high) if row[0] <= at_us else (low, middle - 1)
        return low

    def get(self, entry_id: str) -> Recorded:
        """One entry by its id.

        Raises:
            NotFoundError: there is none.
        """
        with sqlite.explained(self._file):
            return self._reader.get(entry_id)

    def versions(self, root_id: str) -> tuple[Recorded, ...]:
        """All versions of a chain of ``supersedes``, first to last.

        Raises:
            NotFoundError: there is no such entry.
        """
        with sqlite.explained(self._file):
            return self._reader.versions(root_id)

    def find(self, idempotency: tuple[str, ...]) -> Recorded | None:
        """The newest version of what was recorded under an idempotency key; None if nothing was.

        Raises:
            MissingKeyError: the ring cannot tell, for it has no key of the index.
        """
        with sqlite.explained(self._file):
            identity = self._appender().identity
            try:
                return self._reader.versions(identity.entry_id(identity.idem(idempotency), 0))[-1]
            except NotFoundError:
                return None

    def last(self) -> Recorded | None:
        """The newest entry; None if there is none."""
        size = self.size
        return next(self.read(after=size - 1, until_seq=size), None)

    # -- proving ---------------------------------------------------------------------------------------------------

    def root(self, size: int | None = None) -> bytes:
        """Merkle root over the first ``size`` entries (default: all).

        Raises:
            UsageError: there are fewer entries.
        """
        with sqlite.explained(self._file), sqlite.snapshot(self._connection):
            tree, _ = forest.load(self._connection)
            if size is None or size == tree.size:
                return tree.root()
            self._check_size(size, tree.size)
            return proof.range_root(0, size, self._forest.complete)

    def inclusion_proof(self, seq: int, size: int | None = None) -> tuple[bytes, ...]:
        """Proof that entry ``seq`` (leaf index ``seq - 1``) is among the first ``size``, leaf's sibling first.

        Raises:
            UsageError: it is not.
        """
        with sqlite.explained(self._file), sqlite.snapshot(self._connection):
            size = self._check_size(size, self.size)
            return proof.inclusion(seq - 1, size, self._forest.complete)

    def consistency_proof(self, size1: int, size2: int | None = None) -> tuple[bytes, ...]:
        """Proof that the first ``size1`` entries are a prefix of the first ``size2``.

        Raises:
            UsageError: not ``0 < size1 <= size2 <= size``.
        """
        with sqlite.explained(self._file), sqlite.snapshot(self._connection):
            size2 = self._check_size(size2, self.size)
            return proof.consistency(size1, size2, self._forest.complete)

    def checkpoint(self) -> str:
        """A signed note over the record as it is. The key never signs two histories.

        Raises:
            MissingKeyError: the ring cannot sign.
            VerificationError: the record does not extend what was signed before.
        """
        with sqlite.explained(self._file):
            return signing.sign(self._connection, self._need_keys(), self.origin)

    def verify(self) -> Audit:
        """Recompute everything: every leaf, ciphertext, link, node and root; names each entry that does not hold."""
        with sqlite.explained(self._file), sqlite.snapshot(self._connection):
            signed = LastSigned(self._keys.folder, self.origin).read() if self._keys else None
            return audit(self._connection, self._reader, status=self.status, signed=signed)

    def backup(self, target: Path) -> Path:
        """Copy the record, while it is in use, into the folder ``target``; returns the new file.

        Raises:
            ConflictError: there is a record in ``target`` already.
            EnvironmentProblem: it cannot be written.
        """
        return sqlite.backup(self._connection, target)

    def _check_size(self, size: int | None, have: int) -> int:
        if size is None:
            return have
        if not 0 <= size <= have:
            raise UsageError(f"the record has {have} entries, not {size}")
        return size

    def _need_keys(self) -> KeyRing:
        if self._keys is None:
            raise MissingKeyError(
                "the record was opened without keys", where=str(self.folder), todo="name the key folder"
            )
        return self._keys


def _check_places(keys: KeyRing, folder: Path) -> None:
    refuse_inside(keys.folder, None)
    refuse_record_around(keys.folder, folder)


def _check_end(connection: sqlite3.Connection, file: Path) -> None:
    """A cheap look at the end of the log: the size kept is the size there is, and the last leaf has its hash."""
    tree, recorded_us = forest.load(connection)
    row = connection.execute(
        "SELECT seq, recorded_us, leaf_hash, leaf FROM entries ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    if row is None:
        row = (0, recorded_us, b"", None)
    wrong = row[0] != tree.size or row[1] != recorded_us or (row[3] is not None and merkle.leaf_hash(row[3]) != row[2])
    if wrong:
        raise VerificationError(
            "the end of the record does not fit its own account of it",
            where=str(file),
            todo="restore the last backup; keep this file as evidence",
        )
