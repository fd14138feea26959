"""Exercises that ship with Ceasewatch: a mission folder made from one, and what its feeds deliver."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from ceasewatch.model import Status
from ceasewatch.model.errors import ConflictError, NotFoundError
from ceasewatch.model.ids import FeedId
from ceasewatch.pipeline import settings
from ceasewatch.pipeline.mission import MissionFolder

_FEEDS = "feeds"
_ORIGIN = "exercise.ceasewatch.invalid"


def names() -> tuple[str, ...]:
    """The exercises that there are."""
    root = resources.files("ceasewatch.exercises")
    return tuple(sorted(p.name for p in root.iterdir() if p.is_dir() and p.joinpath(settings.FILE_NAME).is_file()))


def prepare(name: str, directory: Path, keys: Path) -> MissionFolder:
    """A mission folder for the exercise ``name``, with its places and mappings, and an empty record.

    Args:
        name: one of :func:`names`.
        directory: where the mission goes.
        keys: where missions keep their keys, as ``$CEASEWATCH_KEYS`` names it.

    Raises:
        NotFoundError: there is no such exercise.
        ConflictError: its settings do not say that it is one, or there is a mission in ``directory`` already.
    """
    with resources.as_file(_folder(name)) as source:
        mission = settings.read(source / settings.FILE_NAME)
        if mission.status is not Status.exercise:
            raise ConflictError(
                f"{name} is not marked as an exercise", where=settings.FILE_NAME, todo='set status = "exercise"'
            )
        directory.mkdir(parents=True, exist_ok=True)
        for file in source.iterdir():
            if file.is_file() and file.name != settings.FILE_NAME:
                shutil.copyfile(file, directory / file.name)
    return MissionFolder.create(directory, mission, keys_dir=keys / name, origin=f"{_ORIGIN}/{name}")


def deliveries(name: str, directory: Path) -> Iterator[tuple[FeedId, list[Path]]]:
    """Copy what the exercise's feeds deliver into ``directory``; yields each feed with its files, in order.

    Raises:
        NotFoundError: there is no such exercise.
    """
    with resources.as_file(_folder(name)) as source:
        shutil.copytree(source / _FEEDS, directory, dirs_exist_ok=True)
    for feed in sorted(directory.iterdir()):
        yield FeedId(feed.name), sorted(feed.iterdir())


def _folder(name: str) -> Path:
    if name not in names():
        raise NotFoundError(f"no exercise {name!r}", todo=f"exercises: {', '.join(names())}")
    return Path(str(resources.files("ceasewatch.exercises") / name))
