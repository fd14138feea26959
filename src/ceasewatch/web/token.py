"""The bearer token of the HTTP face. It lies with the keys, never in the mission folder."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from ceasewatch.model.errors import EnvironmentProblem
from ceasewatch.pipeline.mission import MissionFolder

FILE_NAME = "http.token"


def token_file(folder: MissionFolder) -> Path:
    """Where the token lies."""
    return folder.keys_dir / FILE_NAME


def token(folder: MissionFolder) -> str:
    """The mission's token, made at the first call; the file is readable by its owner alone.

    Raises:
        EnvironmentProblem: the key folder cannot be read or written.
    """
    file = token_file(folder)
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read(file)
    except OSError as error:
        raise EnvironmentProblem(
            f"the token cannot be written ({error.strerror})", where=str(file), todo="check the key folder"
        ) from error
    value = secrets.token_urlsafe(32)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(value + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    return value


def _read(file: Path) -> str:
    try:
        if file.stat().st_mode & 0o077:
            raise EnvironmentProblem("others may read the token", where=str(file), todo=f"chmod 600 {file}")
        value = file.read_text().strip()
    except OSError as error:
        raise EnvironmentProblem(
            f"the token cannot be read ({error.strerror})", where=str(file), todo="check the key folder"
        ) from error
    if len(value) < 32:
        raise EnvironmentProblem("the token is too short", where=str(file), todo="delete the file; a new one is made")
    return value


def matches(header: str | None, expected: str) -> bool:
    """Whether ``Authorization: Bearer ...`` carries the token; compared in constant time."""
    scheme, _, given = (header or "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), expected.encode())
