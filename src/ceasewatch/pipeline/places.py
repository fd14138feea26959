"""Names and outlines that the mission's settings point to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import reduce
from pathlib import Path

from ceasewatch.geo.areas import AreaIndex, RegionName
from ceasewatch.geo.gazetteer import Gazetteer
from ceasewatch.geo.loaders import load_areas, load_gazetteer, load_geonames, region_names
from ceasewatch.model import Mission
from ceasewatch.model.errors import DataError

_PACK, _GEONAMES = "pack:", "geonames:"
_COUNTRY = re.compile(r"([A-Za-z]{2}):(.+)")


def gazetteer(mission: Mission, folder: Path) -> Gazetteer | None:
    """All of the mission's gazetteers as one; ``None`` if it has none.

    Raises:
        DataError: a source is not a gazetteer.
        EnvironmentProblem: a file cannot be read.
    """
    parts = [_one(source, folder) for source in mission.gazetteer]
    return reduce(Gazetteer.joined, parts) if parts else None


def _one(source: str, folder: Path) -> Gazetteer:
    if source.startswith(_GEONAMES):
        return load_geonames(source.removeprefix(_GEONAMES), cache_folder())
    if source.startswith(_PACK):
        from ceasewatch.agreement import load_pack

        return load_pack(source.removeprefix(_PACK)).gazetteer
    country, name = _named(source)
    return load_gazetteer(_below(folder, name, "gazetteer"), region_names(country) if country else ())


def areas(mission: Mission, folder: Path) -> AreaIndex | None:
    """The mission's first-level outlines; ``None`` if it has none.

    Raises:
        DataError: they are not outlines.
        EnvironmentProblem: they cannot be read.
    """
    if not mission.areas:
        return None
    return load_areas(_below(folder, _named(mission.areas)[1], "areas"), regions(mission))


def regions(mission: Mission) -> tuple[RegionName, ...]:
    """Names of first-level units of the countries that the mission's places are in, as far as they ship with us."""
    sources = (*mission.gazetteer, mission.areas)
    countries = dict.fromkeys(country for source in sources if (country := _country(source)))
    return tuple(name for country in countries for name in region_names(country))


def contents(mission: Mission, folder: Path) -> Iterator[bytes]:
    """The bytes of the mission's own files of places, in a fixed order.

    Raises:
        DataError: a file that the settings name is not there.
    """
    for key, sources in (("gazetteer", mission.gazetteer), ("areas", (mission.areas,))):
        for name in filter(None, map(file_of, sources)):
            path = _below(folder, name, key)
            for file in sorted(path.rglob("*")) if path.is_dir() else (path,):
                if file.is_file():
                    yield file.read_bytes()


def file_of(source: str) -> str:
    """The file that ``UA:places.csv`` or ``places.csv`` names; empty for sources that are no files of the mission."""
    return "" if source.startswith((_PACK, _GEONAMES)) else _named(source)[1]


def _country(source: str) -> str:
    return source.removeprefix(_GEONAMES) if source.startswith(_GEONAMES) else _named(source)[0]


def _named(source: str) -> tuple[str, str]:
    """Country and file of ``UA:places.csv``; a plain file name has no country."""
    match = _COUNTRY.fullmatch(source)
    return (match[1].upper(), match[2]) if match else ("", source)


def cache_folder() -> Path:
    """Where subsets of large public gazetteers are kept between runs."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "ceasewatch"


def _below(folder: Path, name: str, key: str) -> Path:
    path = folder / name
    if not path.exists():
        raise DataError(
            f"`{key}` names {name!r}, which is not there", where=str(folder), todo="copy it into the folder"
        )
    return path
