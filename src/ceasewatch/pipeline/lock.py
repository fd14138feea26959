"""One projector at a time: whoever holds ``run.lock`` projects and publishes; anybody may append."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from ceasewatch.model.errors import EnvironmentProblem
from ceasewatch.model.struct import Noun

FILE_NAME = "run.lock"


class Holder(Noun, frozen=True, kw_only=True):
    """Who holds the lock.

    Attributes:
        pid: process id, on the machine that runs it.
        task: ``run``, ``ingest``, ``rebuild``...
    """

    pid: int
    task: str


class RunLock:
    """An advisory lock on a file; the system lets go of it when its holder ends, however it ends."""

    def __init__(self, file: Path, handle: IO[str]) -> None:
        self._file = file
        self._handle = handle

    @classmethod
    def try_take(cls, folder: Path, task: str) -> Self | None:
        """The lock, or ``None`` if another process has it.

        Raises:
            EnvironmentProblem: the file cannot be written.
        """
        file = folder / FILE_NAME
        try:
            handle = file.open("a+", encoding="utf-8")
        except OSError as error:
            raise EnvironmentProblem(
                f"cannot open the lock ({error.strerror})", where=str(file), todo="check permissions and space"
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return None
        handle.truncate(0)
        handle.write(f"{os.getpid()} {task}\n")
        handle.flush()
        return cls(file, handle)

    @classmethod
    def take(cls, folder: Path, task: str) -> Self:
        """The lock.

        Raises:
            EnvironmentProblem: another process has it; the message names it.
        """
        lock = cls.try_take(folder, task)
        if lock is None:
            other = holder(folder)
            named = f"process {other.pid} ({other.task})" if other else "another process"
            raise EnvironmentProblem(
                f"{named} projects this mission", where=str(folder / FILE_NAME), todo="wait for it, or end it"
            )
        return lock

    def release(self) -> None:
        """Let go."""
        with suppress(OSError):
            self._handle.truncate(0)
        self._handle.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def holder(folder: Path) -> Holder | None:
    """Who holds the lock now; ``None`` if nobody does."""
    file = folder / FILE_NAME
    if not file.exists():
        return None
    with file.open(encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            pid, _, task = handle.read().strip().partition(" ")
            return Holder(pid=int(pid) if pid.isdecimal() else 0, task=task)
    return None
