"""``mission.toml``: read, checked, written. Every complaint names the key."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import tomli_w

from ceasewatch.model import Mission
from ceasewatch.model.errors import DataError, EnvironmentProblem
from ceasewatch.pipeline import places
from ceasewatch.record.durable import write_file

FILE_NAME = "mission.toml"
_HEAD = "# What this mission is. Commands read it at each start; the record, not this file, holds observations.\n\n"


def read(file: Path) -> Mission:
    """The mission that ``file`` describes.

    Raises:
        DataError: a key is missing, unknown or has a value it cannot have.
        EnvironmentProblem: the file cannot be read.
    """
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot read it ({error.strerror})", where=str(file), todo="make a mission with `ceasewatch init`"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"not TOML: {error}", where=str(file), todo="correct the line") from error
    try:
        mission = msgspec.convert(raw, Mission)
    except msgspec.ValidationError as error:
        raise DataError(
            str(error).replace("`$.", "`").replace("`$`", "the top level"),
            where=str(file),
            todo="see the reference of mission.toml",
        ) from error
    check(mission, str(file))
    return mission


def write(file: Path, mission: Mission) -> None:
    """Write ``mission`` as TOML, whole or not at all."""
    check(mission, str(file))
    write_file(file, (_HEAD + tomli_w.dumps(msgspec.to_builtins(mission))).encode(), mode=0o644)


def check(mission: Mission, where: str) -> None:
    """Complain about the first value that has the right form and the wrong content.

    Raises:
        DataError: there is one.
    """
    _check_zone(mission.zone, where)
    _check_cutoff(mission.cutoff, where)
    _check_distinct("feeds", (f.id for f in mission.feeds), where)
    _check_distinct("parties", (p.id for p in mission.parties), where)
    _check_distinct("feeds.inbox", (f.inbox for f in mission.feeds if f.inbox), where)
    for feed in mission.feeds:
        for key, value in (("inbox", feed.inbox), ("mapping", feed.mapping)):
            _check_below(f"feeds[{feed.id}].{key}", value, where)
    for key, sources in (("areas", (mission.areas,)), ("gazetteer", mission.gazetteer)):
        for source in sources:
            _check_below(key, places.file_of(source), where)
    _check_below("learned", mission.learned, where)
    if not mission.languages:
        raise DataError("`languages` is empty", where=where, todo='name at least one, as ["en"]')


def _check_zone(zone: str, where: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise DataError(f"`zone`: no time zone {zone!r}", where=where, todo="use one as Europe/Kyiv") from error


def _check_cutoff(cutoff: str, where: str) -> None:
    hour, colon, minute = cutoff.partition(":")
    good = colon and len(cutoff) == 5 and hour.isdecimal() and minute.isdecimal()
    if not good or int(hour) > 23 or int(minute) > 59:
        raise DataError(f"`cutoff`: {cutoff!r} is no time of day", where=where, todo='write it as "19:30"')


def _check_distinct(key: str, values: Iterable[str], where: str) -> None:
    twice = [value for value, count in Counter(values).items() if count > 1]
    if twice:
        raise DataError(f"`{key}`: {twice[0]!r} occurs twice", where=where, todo="give each its own")


def _check_below(key: str, path: str, where: str) -> None:
    pure = PurePosixPath(path)
    if path and (pure.is_absolute() or ".." in pure.parts):
        raise DataError(
            f"`{key}`: {path!r} leads out of the mission folder", where=where, todo="copy it into the folder"
        )
