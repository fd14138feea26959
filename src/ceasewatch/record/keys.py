"""The key ring: a private folder, never inside the mission, that holds every secret of the record.

A member who may read only some compartments gets only those key files; what lies in the others stays sealed.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from pathlib import Path

from ceasewatch.model.errors import ConflictError, EnvironmentProblem, MissingKeyError, UsageError
from ceasewatch.record import keyfile
from ceasewatch.record.compartment import Compartment
from ceasewatch.record.durable import make_folder
from ceasewatch.record.keyfile import Secret, Use
from ceasewatch.record.note import Signer

MISSION_FILE = "mission.toml"
"""A folder that holds this file is a mission folder."""

_AUTHOR = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")


class KeyRing:
    """Secrets by what they are for.

    Attributes:
        folder: where they lie.
    """

    def __init__(self, folder: Path, secrets: Iterable[Secret]) -> None:
        self.folder = folder
        self._secrets = sorted(secrets, key=lambda secret: (secret.made_us, secret.key_id))

    @classmethod
    def create(
        cls,
        folder: Path,
        originators: Iterable[str],
        tiers: Iterable[str],
        *,
        authors: Iterable[str] = (),
        mission: Path | None = None,
    ) -> KeyRing:
        """Make a ring with a log key, an index key, and a key for each originator x tier.

        Args:
            folder: a folder that is not there yet, or is empty.
            originators: of the compartments.
            tiers: of the compartments.
            authors: names of persons or processes who sign their own entries.
            mission: the mission folder, which must not contain ``folder``.

        Raises:
            UsageError: the folder is inside a mission.
            ConflictError: there are files in it.
            EnvironmentProblem: it cannot be written.
        """
        refuse_inside(folder, mission)
        if folder.exists() and any(folder.iterdir()):
            raise ConflictError("the key folder is not empty", where=str(folder), todo="name a new folder")
        make_folder(folder)
        folder.chmod(0o700)
        ring = cls(folder, ())
        ring._add("log", "-")
        ring._add("index", "-")
        tiers = tuple(tiers)
        for originator in originators:
            for tier in tiers:
                ring.add_compartment(Compartment(originator=originator, tier=tier))
        for author in authors:
            ring.add_author(author)
        return ring

    @classmethod
    def open(cls, folder: Path) -> KeyRing:
        """Read every key file in ``folder``.

        Raises:
            EnvironmentProblem: the folder or a file is missing, unreadable, or readable by others.
        """
        keyfile.check_private(folder)
        return cls(folder, [keyfile.read(path) for path in sorted(folder.glob("*.key"))])

    def add_compartment(self, compartment: Compartment) -> str:
        """Make a key for a new compartment, or the next key of an old one; returns its id."""
        return self._add("compartment", compartment.name).key_id

    def add_author(self, name: str) -> str:
        """Make a signing key for an author; returns the name.

        Raises:
            UsageError: ``name`` is not made of lowercase letters, digits, ``.``, ``_``, ``-``.
        """
        if not _AUTHOR.fullmatch(name):
            raise UsageError(f"{name!r} is no author name", todo="use lowercase letters, digits, '.', '_', '-'")
        self._add("author", name)
        return name

    @property
    def compartments(self) -> tuple[Compartment, ...]:
        """Those that this ring can read."""
        return tuple(Compartment.parse(name) for name in sorted(self._names("compartment")))

    @property
    def authors(self) -> tuple[str, ...]:
        """Those that this ring can sign for."""
        return tuple(sorted(self._names("author")))

    def newest(self, compartment: Compartment) -> Secret:
        """The key that encrypts new payloads of ``compartment``.

        Raises:
            MissingKeyError: this ring has none.
        """
        return self._newest("compartment", compartment.name, f"compartment {compartment.name}")

    def by_id(self, compartment: str, key_id: str) -> Secret | None:
        """The key of that compartment with that id, or None if this ring lacks it."""
        matching = (one for one in self._secrets if one.use == "compartment" and one.name == compartment)
        return next((one for one in matching if one.key_id == key_id), None)

    def index_secret(self) -> bytes:
        """The secret behind entry ids and idempotency digests.

        Raises:
            MissingKeyError: this ring cannot append.
        """
        return self._newest("index", "-", "the entry index").value

    def log_signer(self, origin: str) -> Signer:
        """Signer of the log's checkpoints, named like the log.

        Raises:
            MissingKeyError: this ring cannot sign checkpoints.
        """
        return Signer(origin, self._newest("log", "-", "the log's signature").value)

    def author_signer(self, name: str) -> Signer:
        """Signer of an author's entries.

        Raises:
            MissingKeyError: this ring cannot sign for that author.
        """
        return Signer(name, self._newest("author", name, f"author {name}").value)

    def _names(self, use: Use) -> set[str]:
        return {one.name for one in self._secrets if one.use == use}

    def _newest(self, use: Use, name: str, what: str) -> Secret:
        found = [one for one in self._secrets if one.use == use and one.name == name]
        if not found:
            raise MissingKeyError(
                f"no key for {what}", where=str(self.folder), todo="ask the holder of that key for its file"
            )
        return found[-1]

    def _add(self, use: Use, name: str) -> Secret:
        made_us = max([time.time_ns() // 1000, *(one.made_us + 1 for one in self._secrets)])
        secret = keyfile.random_secret(use, name, made_us)
        keyfile.write(self.folder, secret)
        self._secrets.append(secret)
        return secret


def refuse_inside(folder: Path, mission: Path | None) -> None:
    """Refuse a key folder inside a mission folder: whoever copies the mission would copy the keys.

    Raises:
        UsageError: it is inside.
    """
    resolved = folder.resolve()
    around = [one for one in (resolved, *resolved.parents) if (one / MISSION_FILE).exists()]
    inside = mission is not None and resolved.is_relative_to(mission.resolve())
    if around or inside:
        raise UsageError(
            "the keys lie inside the mission folder, so that every copy of it would carry them",
            where=str(folder),
            todo="name a key folder elsewhere",
        )


def refuse_record_around(keys: Path, record: Path) -> None:
    """Refuse a key folder inside the record's folder.

    Raises:
        EnvironmentProblem: it is inside.
    """
    if keys.resolve().is_relative_to(record.resolve()):
        raise EnvironmentProblem("the keys lie inside the record", where=str(keys), todo="move them elsewhere")
