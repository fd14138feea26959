"""Media by their SHA-256: photographs, recordings, files as delivered. The log names them; they lie beside it."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ceasewatch.model.errors import EnvironmentProblem, LimitError, NotFoundError, UsageError, VerificationError
from ceasewatch.model.ids import MediaHash
from ceasewatch.record.durable import make_folder, publish

MAX_MEDIA = 512 * 2**20
"""Largest object accepted unless the caller sets another limit, in bytes."""

_CHUNK = 2**20
_HASH = re.compile(r"[0-9a-f]{64}")


class MediaStore:
    """A folder of files named by their content."""

    def __init__(self, folder: Path, *, max_bytes: int = MAX_MEDIA) -> None:
        self.folder = folder
        self._max_bytes = max_bytes

    def put(self, source: BinaryIO) -> MediaHash:
        """Store what ``source`` holds; it is on the disk when this returns. Storing it again changes nothing.

        Raises:
            LimitError: it is larger than the limit; nothing is stored.
            EnvironmentProblem: the disk is full or cannot be written.
        """
        make_folder(self.folder)
        draft = self.folder / f".{secrets.token_hex(12)}.tmp"
        try:
            name = self._copy(source, draft)
            path = self.path(name)
            make_folder(path.parent)
            if path.exists():
                return name
            publish(draft, path)
        except OSError as error:
            raise EnvironmentProblem(
                f"cannot store the media: {error.strerror}", where=str(self.folder), todo="check space and permissions"
            ) from error
        else:
            return name
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def put_file(self, path: Path) -> MediaHash:
        """Store a file; see :meth:`put`.

        Raises:
            EnvironmentProblem: the file cannot be read.
        """
        try:
            with path.open("rb") as source:
                return self.put(source)
        except OSError as error:
            raise EnvironmentProblem(
                f"cannot read the file: {error.strerror}", where=str(path), todo="check the path and permissions"
            ) from error

    def get(self, name: str) -> bytes:
        """The content, checked against its hash.

        Raises:
            NotFoundError: there is none.
            VerificationError: the file was altered.
        """
        path = self.path(name)
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise NotFoundError(f"no media {name}", where=str(path), todo="restore it from a backup") from error
        if hashlib.sha256(data).hexdigest() != name:
            raise VerificationError("the media file was altered", where=str(path), todo="restore it from a backup")
        return data

    def path(self, name: str) -> Path:
        """Where the media of this hash lies, or would lie.

        Raises:
            UsageError: ``name`` is no SHA-256 in lowercase hex.
        """
        if not _HASH.fullmatch(name):
            raise UsageError(f"{name!r} is no SHA-256", todo="use 64 lowercase hexadecimal digits")
        return self.folder / name[:2] / name

    def _copy(self, source: BinaryIO, draft: Path) -> MediaHash:
        digest, size = hashlib.sha256(), 0
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > self._max_bytes:
                    raise LimitError(
                        f"the media is larger than {self._max_bytes} bytes", todo="raise the limit, or store a part"
                    )
                digest.update(chunk)
                file.write(chunk)
        return MediaHash(digest.hexdigest())
