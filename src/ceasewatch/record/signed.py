"""The last checkpoint that each log's key signed, kept beside the key.

It lies outside the mission, so that a mission restored from an old copy cannot make its key sign a second history.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ceasewatch.model.errors import EnvironmentProblem
from ceasewatch.record import checkpoint
from ceasewatch.record.checkpoint import Checkpoint
from ceasewatch.record.durable import write_file


class LastSigned:
    """The newest signed checkpoint of the log ``origin``, under a lock that all processes share."""

    def __init__(self, keys: Path, origin: str) -> None:
        name = hashlib.sha256(origin.encode()).hexdigest()[:16]
        self._path = keys / f"signed-{name}.txt"
        self._lock = keys / "signed.lock"

    def read(self) -> Checkpoint | None:
        """The checkpoint, or None if nothing was signed yet.

        Raises:
            EnvironmentProblem: the file cannot be read.
            VerificationError: it is damaged.
        """
        try:
            return checkpoint.parse(self._path.read_text())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._problem("read", error) from error

    def write(self, newest: Checkpoint) -> None:
        """Keep ``newest``, durably, before its signature goes out."""
        write_file(self._path, newest.text.encode())

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock.

        Raises:
            EnvironmentProblem: the key folder cannot be written.
        """
        try:
            handle = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._problem("lock", error) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _problem(self, verb: str, error: OSError) -> EnvironmentProblem:
        return EnvironmentProblem(
            f"cannot {verb} what was signed last: {error.strerror}",
            where=str(self._path),
            todo="make the key folder readable and writable for this user",
        )
