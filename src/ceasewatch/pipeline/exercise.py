"""A mission folder made from an exercise, and what its feeds deliver."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ceasewatch.model.errors import EnvironmentProblem
from ceasewatch.model.ids import FeedId
from ceasewatch.pipeline import settings
from ceasewatch.pipeline.catalogue import FEEDS, check_exercise, companions, folder_of, mission_of, names, played
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.simulate import SETTINGS, write_all
from ceasewatch.record.durable import make_folder

__all__ = ["adopt", "delivered", "deliveries", "names", "prepare", "temporary"]

_ORIGIN = "exercise.ceasewatch.invalid"


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
    folder = folder_of(name)
    mission = mission_of(folder)
    make_folder(directory)
    for file in companions(folder):
        shutil.copyfile(file, directory / file.name)
    return MissionFolder.create(directory, mission, keys_dir=keys / name, origin=f"{_ORIGIN}/{name}")


def adopt(source: Path, directory: Path, keys: Path) -> MissionFolder:
    """A mission folder for an exercise that ``simulate`` wrote, with an empty record.

    Args:
        source: what ``simulate`` wrote.
        directory: where the mission goes.
        keys: a new folder for its keys.

    Raises:
        ConflictError: the settings are not those of an exercise, or there is a mission in ``directory`` already.
        EnvironmentProblem: there are no settings in ``source``.
    """
    mission = settings.read(source / SETTINGS / settings.FILE_NAME)
    check_exercise(mission, str(source))
    make_folder(directory)
    for file in sorted((source / SETTINGS).iterdir()):
        if file.is_file() and file.name != settings.FILE_NAME:
            shutil.copyfile(file, directory / file.name)
    return MissionFolder.create(directory, mission, keys_dir=keys, origin=f"{_ORIGIN}/{source.resolve().name}")


def deliveries(name: str, directory: Path) -> Iterator[tuple[FeedId, list[Path]]]:
    """Write what the exercise's feeds deliver into ``directory``; yields each feed with its files, in order.

    Raises:
        NotFoundError: there is no such exercise.
    """
    files = played(folder_of(name), None)
    write_all({k.removeprefix(f"{FEEDS}/"): v for k, v in files.items() if k.startswith(f"{FEEDS}/")}, directory)
    yield from delivered(directory)


def delivered(feeds: Path) -> Iterator[tuple[FeedId, list[Path]]]:
    """Each feed below ``feeds`` with its files, in order of their names, which is the order of delivery.

    Raises:
        EnvironmentProblem: there is no such folder.
    """
    if not feeds.is_dir():
        raise EnvironmentProblem("there is no such folder", where=str(feeds), todo="see `ceasewatch simulate`")
    for feed in sorted(p for p in feeds.iterdir() if p.is_dir()):
        yield FeedId(feed.name), sorted(p for p in feed.iterdir() if p.is_file())


@contextmanager
def temporary(source: Path) -> Iterator[MissionFolder]:
    """A mission into which everything that ``simulate`` wrote is delivered; it is gone afterwards.

    Raises:
        EnvironmentProblem: there is no exercise in ``source``, or the disk is full.
        ConflictError: it is not of an exercise.
    """
    from ceasewatch.pipeline.ingest import ingest

    with tempfile.TemporaryDirectory(prefix="ceasewatch-score-") as place:
        folder = adopt(source, Path(place) / "mission", Path(place) / "keys")
        for feed, files in delivered(source / FEEDS):
            ingest(folder, feed, files, project=False)
        yield folder
