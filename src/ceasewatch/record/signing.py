"""Signing checkpoints so that one key never signs two histories of one log."""

from __future__ import annotations

import sqlite3

from ceasewatch.model.errors import VerificationError
from ceasewatch.record import checkpoint, forest, merkle, proof, sqlite
from ceasewatch.record.checkpoint import Checkpoint
from ceasewatch.record.forest import Forest
from ceasewatch.record.keys import KeyRing
from ceasewatch.record.signed import LastSigned


def sign(connection: sqlite3.Connection, keys: KeyRing, origin: str) -> str:
    """Sign the log as it is; what is signed is kept beside the key before the signature goes out.

    Raises:
        MissingKeyError: the ring cannot sign.
        VerificationError: the log does not extend what was signed before.
    """
    signer = keys.log_signer(origin)
    last = LastSigned(keys.folder, origin)
    with last.held(), sqlite.transaction(connection):
        tree, _ = forest.load(connection)
        now = Checkpoint(origin=origin, size=tree.size, root=tree.root())
        check_extends(connection, last.read())
        signed = checkpoint.sign(now, signer)
        last.write(now)
        connection.execute("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)", (now.size, now.root, signed))
    return signed


def check_extends(connection: sqlite3.Connection, before: Checkpoint | None) -> None:
    """Check that the log is an extension of what was signed; without anything signed it is.

    Raises:
        VerificationError: it is not.
    """
    if before is None:
        return
    tree, _ = forest.load(connection)
    complete = Forest(connection).complete
    if before.size > tree.size:
        raise VerificationError(
            f"this record has {tree.size} entries, but one of {before.size} was signed: it is an old copy",
            where=before.origin,
            todo="restore the newest copy; if there is none, begin a new log under a new origin",
        )
    if proof.range_root(0, before.size, complete) != before.root:
        raise VerificationError(
            f"the first {before.size} entries are not those that were signed",
            where=before.origin,
            todo="run `ceasewatch record audit`, then restore a backup",
        )
    if before.size:
        path = proof.consistency(before.size, tree.size, complete)
        merkle.verify_consistency(before.size, tree.size, path, before.root, tree.root())
