"""The exercises that ship with Ceasewatch, as data.

An exercise is either *scripted*, its files lying ready (``mission.toml``, ``feeds/``, ``truth/``), or *played* from a
scenario (``exercise.toml``) and a seed in the country that all of them share.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from ceasewatch.geo.loaders import load_areas, load_gazetteer
from ceasewatch.model import Mission, Observer, Point, Position, Status
from ceasewatch.model.errors import ConflictError, NotFoundError
from ceasewatch.model.ids import ObserverId, PartyId
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import to_us
from ceasewatch.pipeline import settings
from ceasewatch.simulate.exercise import Country, Scenario, load_scenario, play

FEEDS, TRUTH = "feeds", "truth"
"""Folders of an exercise: what feeds deliver, what was so."""

_SCENARIO = "exercise.toml"
_COUNTRY, _COUNTRY_FILE, _NETWORK = "_lorvane", "country.toml", "network.toml"


class About(Noun, frozen=True, kw_only=True):
    """What an exercise is.

    Attributes:
        seed: by default; 0 for a scripted one, in which nothing is left to chance.
    """

    name: str
    title: str
    summary: str = ""
    questions: tuple[str, ...] = ()
    days: int = 0
    seed: int = 0


class _CountryFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    line: tuple[tuple[float, float], ...]
    mission: Mission


def names() -> tuple[str, ...]:
    """The exercises that there are."""
    root = resources.files("ceasewatch.exercises")
    found = (p for p in root.iterdir() if p.is_dir() and p.name[:1] != "_")
    return tuple(sorted(p.name for p in found if is_scripted(Path(str(p))) or (Path(str(p)) / _SCENARIO).is_file()))


def about(name: str) -> About:
    """What the exercise is.

    Raises:
        NotFoundError: there is none of that name.
    """
    folder = folder_of(name)
    if is_scripted(folder):
        mission = settings.read(folder / settings.FILE_NAME)
        return About(name=name, title=f"{name.replace('_', ' ').capitalize()} ({mission.name})")
    scenario = _scenario(folder)
    return About(
        name=name,
        title=scenario.title,
        summary=" ".join(scenario.summary.split()),
        questions=scenario.questions,
        days=scenario.days,
        seed=scenario.seed,
    )


def folder_of(name: str) -> Path:
    """Where its data lies.

    Raises:
        NotFoundError: there is none of that name.
    """
    if name not in names():
        raise NotFoundError(f"no exercise {name!r}", todo=f"exercises: {', '.join(names())}")
    return Path(str(resources.files("ceasewatch.exercises") / name))


def is_scripted(folder: Path) -> bool:
    """Whether its files lie ready."""
    return (folder / settings.FILE_NAME).is_file()


def check_exercise(mission: Mission, where: str) -> None:
    """Complain about settings of an actual mission.

    Raises:
        ConflictError: they are.
    """
    if mission.status is not Status.exercise:
        raise ConflictError(
            "the settings are not marked as those of an exercise", where=where, todo='set status = "exercise"'
        )


def companions(folder: Path) -> list[Path]:
    """Places and mappings that a mission needs beside its settings."""
    own = {settings.FILE_NAME, _SCENARIO, _COUNTRY_FILE, _NETWORK}
    source = folder if is_scripted(folder) else folder.parent / _COUNTRY
    return sorted(p for p in source.iterdir() if p.is_file() and p.name not in own)


def _scenario(folder: Path) -> Scenario:
    text, network = ((folder / _SCENARIO), (folder.parent / _COUNTRY / _NETWORK))
    return load_scenario(text.read_text("utf-8"), f"{folder.name}/{_SCENARIO}", network=network.read_text("utf-8"))


def _country(folder: Path) -> tuple[_CountryFile, Country]:
    place = folder.parent / _COUNTRY
    file = msgspec.convert(tomllib.loads((place / _COUNTRY_FILE).read_text("utf-8")), _CountryFile)
    return file, Country(load_gazetteer(place / "gazetteer.csv"), load_areas(place / "areas.geojson"), file.line)


def mission_of(folder: Path) -> Mission:
    """The settings, with the scenario's observers."""
    if is_scripted(folder):
        mission = settings.read(folder / settings.FILE_NAME)
    else:
        file, country = _country(folder)
        scenario = _scenario(folder)
        name = f"{file.mission.name}: {scenario.title}"
        mission = replace(file.mission, name=name, observers=_roster(scenario, country))
    check_exercise(mission, folder.name)
    return mission


def _roster(scenario: Scenario, country: Country) -> tuple[Observer, ...]:
    from ceasewatch.observers import registry

    return tuple(
        Observer(
            id=ObserverId(site.id),
            kind=registry.model(site.model).kind,
            owner=site.nation,
            side=PartyId(site.side),
            place=Point(at=Position.of(*country.position(site.where)), radius_m=round(site.reach_km * 1e3)),
        )
        for site in scenario.sites
        if site.logged
    )


def played(folder: Path, seed: int | None) -> dict[str, bytes]:
    """Deliveries and truth by path; ``seed`` is for exercises that are played, by default the scenario's own."""
    if is_scripted(folder):
        ready = (p for part in (FEEDS, TRUTH) for p in (folder / part).rglob("*") if p.is_file())
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(ready)}
    file, country = _country(folder)
    scenario = _scenario(folder)
    zone = ZoneInfo(file.mission.zone)
    noon = datetime.combine(scenario.first_day, time(12))
    ahead = to_us(noon.replace(tzinfo=UTC)) - to_us(noon.replace(tzinfo=zone).astimezone(UTC))
    package = play(folder.name, scenario, country, ahead_us=ahead, seed=scenario.seed if seed is None else seed)
    return dict(package.files())
