"""Files that are either wholly there after a power cut, or not there at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from ceasewatch.model.errors import EnvironmentProblem


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Put ``data`` at ``path`` atomically; a file that is there is replaced. Durable when this returns.

    Raises:
        EnvironmentProblem: the disk is full, or the folder cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise EnvironmentProblem(
            f"cannot write the file: {error.strerror}", where=str(path), todo="check free space and permissions"
        ) from error


def make_private(path: Path) -> None:
    """Make an empty file that its owner alone may read; one that is there stays as it is.

    Raises:
        EnvironmentProblem: it cannot be made.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot make the file: {error.strerror}", where=str(path), todo="check free space and permissions"
        ) from error


def make_folder(path: Path, *, mode: int = 0o700) -> None:
    """Make the folder and its parents, durably; one that is there stays as it is.

    Raises:
        EnvironmentProblem: it cannot be made.
    """
    try:
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=mode, exist_ok=True)
            sync_folder(folder.parent)
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot make the folder: {error.strerror}", where=str(path), todo="check the path and permissions"
        ) from error


def publish(draft: Path, path: Path) -> None:
    """Give a finished ``draft`` in the same folder its name, durably.

    Raises:
        EnvironmentProblem: it cannot be done.
    """
    try:
        handle = os.open(draft, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot finish the file: {error.strerror}", where=str(path), todo="check free space and permissions"
        ) from error
