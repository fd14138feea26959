"""Media by their SHA-256: photographs, recordings, files as delivered. The log names them; they lie beside it.

What lies there is encrypted under the key of the compartment, and named by a keyed digest: who holds a copy of the
folder, but no keys, learns sizes and numbers, and cannot even try whether a file that he has is among them.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ceasewatch.model.errors import EnvironmentProblem, NotFoundError, UsageError, VerificationError
from ceasewatch.model.ids import MediaHash
from ceasewatch.record.compartment import Compartment
from ceasewatch.record.digest import Keyed
from ceasewatch.record.durable import make_folder, publish, sync_folder
from ceasewatch.record.keys import KeyRing
from ceasewatch.record.sealed_file import seal, unseal

MAX_MEDIA = 512 * 2**20
"""Largest object accepted unless the caller sets another limit, in bytes."""

_NAME = b"ceasewatch/media-name/v1\x00"
_HASH = re.compile(r"[0-9a-f]{64}")


class MediaStore:
    """The files of one compartment, found by their content.

    Args:
        folder: where they lie.
        keys: holds the index secret and the compartment's key.
        compartment: whose material it is.
        max_bytes: largest file accepted.
    """

    def __init__(self, folder: Path, keys: KeyRing, compartment: Compartment, *, max_bytes: int = MAX_MEDIA) -> None:
        self.folder = folder
        self._keys = keys
        self._compartment = compartment
        self._names = Keyed(keys.index_secret(), _NAME)
        self._max_bytes = max_bytes

    def put(self, source: BinaryIO) -> MediaHash:
        """Store what ``source`` holds; it is on the disk when this returns. Storing it again changes nothing.

        Raises:
            LimitError: it is larger than the limit; nothing is stored.
            EnvironmentProblem: the disk is full or cannot be written.
            MissingKeyError: there is no key for the compartment.
        """
        make_folder(self.folder)
        draft = self.folder / f".{secrets.token_hex(12)}.tmp"
        try:
            name = self._copy(source, draft)
            path = self.path(name)
            make_folder(path.parent)
            if path.exists():
                sync_folder(path.parent)  # whoever put it there may not have come so far
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
            MissingKeyError: the ring lacks the key that it was sealed with.
            VerificationError: the file was altered.
        """
        path = self.path(name)
        try:
            sealed = path.read_bytes()
        except FileNotFoundError as error:
            raise NotFoundError(f"no media {name}", where=str(path), todo="restore it from a backup") from error
        data = unseal(sealed, self._keys, self._compartment)
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
        own = self._names.digest(f"{self._compartment.name}\0{name}".encode()).hex()
        return self.folder / own[:2] / own

    def _copy(self, source: BinaryIO, draft: Path) -> MediaHash:
        secret = self._keys.newest(self._compartment)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            return MediaHash(seal(source, file, secret, self._compartment, self._max_bytes))
