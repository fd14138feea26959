"""``backup``: a copy of the mission that is consistent although the mission is in use. Keys and vault stay behind."""

from __future__ import annotations

import shutil
from pathlib import Path

from ceasewatch.model.errors import ConflictError, EnvironmentProblem
from ceasewatch.model.struct import Noun
from ceasewatch.pipeline import settings
from ceasewatch.pipeline.lock import FILE_NAME as LOCK
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.record import Record
from ceasewatch.record.durable import make_folder

_LEFT = {"record", "vault", "inbox", settings.FILE_NAME, LOCK}


class Backup(Noun, frozen=True, kw_only=True):
    """What was copied.

    Attributes:
        entries: of the record, at the moment of the copy.
        files: beside the record.
        vault: whether the vault was copied.
    """

    path: str
    entries: int
    files: int
    vault: bool


def backup(folder: MissionFolder, target: Path, *, vault: bool = False) -> Backup:
    """Copy the mission to ``target``.

    Copied are the record (at one moment), media, products, mappings and places. Not copied are the keys, the
    projections (they are rebuilt), what waits in the inboxes, and the vault unless it is asked for.

    Args:
        folder: the mission.
        target: a folder that is not there yet, or is empty, outside the mission.
        vault: copy the vault too: whoever holds the copy and its keys reads personal data.

    Raises:
        ConflictError: ``target`` is not empty, or lies inside the mission.
        EnvironmentProblem: it cannot be written.
    """
    if target.resolve().is_relative_to(folder.path.resolve()):
        raise ConflictError("the copy would lie inside the mission", where=str(target), todo="name a folder elsewhere")
    if target.exists() and any(target.iterdir()):
        raise ConflictError("the folder is not empty", where=str(target), todo="name a new folder")
    try:
        make_folder(target)
        make_folder(target / "record")
        with Record.open(folder.path / "record") as record:
            record.backup(target / "record")
        with Record.open(target / "record") as copied:
            entries = copied.size
        files = sum(_copy(item, target / item.name) for item in _parts(folder, vault))
        for empty in ("inbox", "vault", "media", "out"):
            make_folder(target / empty)
        shutil.copy2(folder.path / settings.FILE_NAME, target / settings.FILE_NAME)
    except OSError as error:
        raise EnvironmentProblem(
            f"the copy could not be made: {error.strerror or error}",
            where=str(target),
            todo="check space and permissions",
        ) from error
    MissionFolder.open(target, folder.keys_dir).make_inboxes()
    return Backup(path=str(target), entries=entries, files=files, vault=vault)


def _parts(folder: MissionFolder, vault: bool) -> list[Path]:
    """Media last: an entry that is in the copy of the record has its media in the copy too."""
    left = _LEFT - {"vault"} if vault else _LEFT
    found = [p for p in folder.path.iterdir() if p.name not in left and not _derived(p)]
    return sorted(found, key=lambda p: (p.name == "media", p.name))


def _derived(path: Path) -> bool:
    return path.name.startswith((".", "projections"))


def _copy(source: Path, target: Path) -> int:
    if source.is_dir():
        return sum(_copy(item, _made(target) / item.name) for item in sorted(source.iterdir()) if item.name[0] != ".")
    shutil.copy2(source, target)
    return 1


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder
