"""The record's file: SQLite in WAL mode with ``synchronous=FULL``, so that a commit that returned is on the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ceasewatch.model.errors import ConflictError, DataError, EnvironmentProblem, VerificationError
from ceasewatch.record.durable import make_folder, make_private, publish

FILE_NAME = "record.sqlite"
APPLICATION_ID = 0x63656173
"""Marks the file as a Ceasewatch record (ASCII ``ceas``)."""
FORMAT = 1
BUSY_MS = 60_000

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY, key INTEGER NOT NULL, kind TEXT NOT NULL, recorded_us INTEGER NOT NULL,
    root_seq INTEGER, leaf_hash BLOB NOT NULL, leaf BLOB NOT NULL);
CREATE INDEX entries_by_key ON entries (key);
CREATE INDEX entries_by_kind ON entries (kind, seq);
CREATE INDEX entries_by_root ON entries (root_seq, seq) WHERE root_seq IS NOT NULL;
CREATE TABLE payloads (seq INTEGER PRIMARY KEY, ciphertext BLOB NOT NULL);
CREATE TABLE nodes (level INTEGER, position INTEGER, hash BLOB NOT NULL, PRIMARY KEY (level, position)) WITHOUT ROWID;
CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, recorded_us INTEGER NOT NULL,
    frontier BLOB NOT NULL);
CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, root BLOB NOT NULL, note TEXT NOT NULL);
INSERT INTO state VALUES (1, 0, 0, x'');
"""

_ADVICE = {
    "SQLITE_BUSY": "another process holds the record: wait for it, or end it",
    "SQLITE_LOCKED": "another process holds the record: wait for it, or end it",
    "SQLITE_FULL": "the disk is full: free some space; nothing that was acknowledged is lost",
    "SQLITE_READONLY": "the record cannot be written: check the permissions of its folder and the mount",
    "SQLITE_CANTOPEN": "check the path and the permissions of its folder",
    "SQLITE_IOERR": "the disk reports an error: check it, then run `ceasewatch record audit`",
    "SQLITE_PERM": "check the permissions of the file",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, with what to do.

    Raises:
        EnvironmentProblem: lock, disk or permission.
        VerificationError: the file is damaged or is not a record.
    """
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise VerificationError(
            f"the record's tables contradict each other ({error})",
            where=str(path),
            todo="run `ceasewatch record audit`, then restore a backup",
        ) from error
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise VerificationError(
                f"the record's file is damaged ({error})", where=str(path), todo="restore the last backup beside it"
            ) from error
        advice = next((text for start, text in _ADVICE.items() if name.startswith(start)), "")
        if not advice and not isinstance(error, sqlite3.OperationalError):
            raise
        raise EnvironmentProblem(
            f"SQLite: {error}", where=str(path), todo=advice or "check the file with `ceasewatch record audit`"
        ) from error


def connect(file: Path) -> sqlite3.Connection:
    """A connection for this thread, durable at every commit; transactions are explicit.

    Raises:
        EnvironmentProblem: the file is not there or cannot be opened.
        VerificationError: it is no record of this format.
    """
    if not file.is_file():
        raise EnvironmentProblem("there is no record here", where=str(file), todo="make one with `ceasewatch init`")
    with explained(file):
        connection = _connect(file)
        marks = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    if marks != [APPLICATION_ID, FORMAT]:
        connection.close()
        raise VerificationError(
            f"this is no record of format {FORMAT}", where=str(file), todo="open it with the version that made it"
        )
    return connection


def create(file: Path, meta: dict[str, str]) -> None:
    """Make an empty record file.

    Raises:
        ConflictError: there is one already.
        EnvironmentProblem: it cannot be made.
    """
    if file.exists():
        raise ConflictError("there is a record here already", where=str(file), todo="open it, or name a new folder")
    make_private(file)
    with explained(file):
        connection = _connect(file)
        try:
            with transaction(connection):
                for statement in _SCHEMA.split(";"):
                    connection.execute(statement)
                connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {FORMAT}")
        finally:
            connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """``BEGIN IMMEDIATE`` to ``COMMIT``; whatever goes wrong rolls all of it back."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Several reads that see one state."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def read_meta(connection: sqlite3.Connection) -> dict[str, str]:
    """What was fixed when the record was made.

    Raises:
        DataError: a part is missing.
    """
    meta = dict(connection.execute("SELECT name, value FROM meta"))
    if not {"origin", "status"} <= meta.keys():
        raise DataError("the record does not say its origin and status", todo="restore the last backup")
    return meta


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=BUSY_MS / 1000, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_autocheckpoint = 2000")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def backup(source: sqlite3.Connection, target: Path) -> Path:
    """Copy a record in use into the folder ``target``; the copy appears under its name only when it is whole.

    Raises:
        ConflictError: there is a record in ``target`` already.
        EnvironmentProblem: it cannot be written.
    """
    copy = target / FILE_NAME
    if copy.exists():
        raise ConflictError("there is a record here already", where=str(copy), todo="name a new folder")
    make_folder(target)
    draft = target / f".{FILE_NAME}.tmp"
    draft.unlink(missing_ok=True)
    make_private(draft)
    with explained(copy):
        connection = sqlite3.connect(draft, isolation_level=None)
        try:
            source.backup(connection, pages=4_096, sleep=0.0)
            connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.close()
    publish(draft, copy)
    return copy
