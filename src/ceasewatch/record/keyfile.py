"""One secret, one file: a single line of text with what the secret is for."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Literal

from ceasewatch.model.errors import EnvironmentProblem
from ceasewatch.model.struct import Noun
from ceasewatch.record.durable import write_file

SECRET_SIZE = 32
Use = Literal["log", "index", "compartment", "author"]
_MAGIC = "ceasewatch-key-v1"
_USES: tuple[Use, ...] = ("log", "index", "compartment", "author")


class Secret(Noun, frozen=True, kw_only=True):
    """32 secret bytes.

    Attributes:
        use: what they are for.
        name: compartment or author; ``-`` where there is only one.
        made_us: when they were made, in microseconds since 1970: the newest of a compartment encrypts.
        value: the bytes.
    """

    use: Use
    name: str
    made_us: int
    value: bytes

    def __repr__(self) -> str:
        return f"Secret(use={self.use!r}, name={self.name!r}, id={self.key_id!r})"

    @property
    def key_id(self) -> str:
        """Eight hex digits that name the secret without helping to find it (it has 256 random bits)."""
        return hashlib.sha256(b"ceasewatch/key-id/v1\x00" + self.value).hexdigest()[:8]


def write(folder: Path, secret: Secret) -> Path:
    """Write the secret to its own file in ``folder``, durably, readable by its owner only."""
    name = secret.name.replace("/", ".")
    path = folder / f"{secret.use}.{name}.{secret.key_id}.key"
    value = base64.b64encode(secret.value).decode()
    write_file(path, f"{_MAGIC} {secret.use} {secret.name} {secret.made_us} {value}\n".encode())
    return path


def read(path: Path) -> Secret:
    """Read one key file.

    Raises:
        EnvironmentProblem: others may read it, or it is no key file.
    """
    check_private(path)
    try:
        return _parse(path.read_text())
    except (OSError, ValueError) as error:
        raise EnvironmentProblem(
            "this is no readable key file", where=str(path), todo="restore it from its copy, or move it away"
        ) from error


def _parse(line: str) -> Secret:
    magic, use, name, made_us, text = line.split()
    value = base64.b64decode(text, validate=True)
    known = next((item for item in _USES if item == use), None)
    if magic != _MAGIC or known is None or len(value) != SECRET_SIZE:
        raise ValueError("not a key of this form")
    return Secret(use=known, name=name, made_us=int(made_us), value=value)


def check_private(path: Path) -> None:
    """Refuse a file or folder that the group or the world may read or write.

    Raises:
        EnvironmentProblem: they may, or it is not there.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot reach the keys: {error.strerror}",
            where=str(path),
            todo="set CEASEWATCH_KEYS to the folder in which the keys of missions are kept",
        ) from error
    if mode & 0o077:
        raise EnvironmentProblem(
            f"others may use these keys (mode {mode & 0o777:03o})", where=str(path), todo=f"chmod go-rwx {path}"
        )


def random_secret(use: Use, name: str, made_us: int) -> Secret:
    """A new secret from the operating system's generator."""
    return Secret(use=use, name=name, made_us=made_us, value=os.urandom(SECRET_SIZE))
