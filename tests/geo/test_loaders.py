"""Files of places and outlines, good and bad."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ceasewatch.geo import loaders
from ceasewatch.geo.gazetteer import Match
from ceasewatch.model.errors import DataError, EnvironmentProblem

HEADER = "id,name,latitude,longitude,population,admin1,alternatenames,radius_m\n"
GOOD = HEADER + "1,Port,-40.5,-20.25,120,05,Гавань|Haven,800\n"
GEONAMES = dict(zip(HEADER.strip().split(","), ("1", "Port", "1", "2", "9", "05", "", ""), strict=True))


def write(folder: Path, text: str, name: str = "places.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_row_becomes_an_entry(tmp_path: Path) -> None:
    regions = loaders.region_names("UA")
    found = loaders.load_gazetteer(write(tmp_path, GOOD), regions).find("Haven", admin="Donetska oblast")
    assert isinstance(found, Match)
    e = found.entry
    assert (e.id, e.name, e.lat, e.lon) == ("1", "Port", -40.5, -20.25)
    assert (e.population, e.admin1, e.radius_m) == (120, "Donetsk", 800)


def test_gzip_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "places.csv.gz"
    path.write_bytes(gzip.compress(("\ufeff" + GOOD).encode()))
    assert len(loaders.load_gazetteer(path)) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,name,latitude\n1,Port,1\n", "no column longitude"),
        ("", "no column name"),
        (GOOD.replace("-40.5", "95"), "line 2: latitude '95'"),
        (GOOD.replace("-40.5", "nan"), "latitude 'nan'"),
        (GOOD.replace("-20.25", ""), "longitude ''"),
        (GOOD.replace("Port", " "), "without a name"),
        (GOOD.replace("120", "many"), "population 'many'"),
        (GOOD.replace("Port", "P" * 200_000), "not CSV"),
    ],
)
def test_bad_files_are_refused_with_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        loaders.load_gazetteer(write(tmp_path, text))
    assert "places.csv" in str(caught.value)


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot read"):
        loaders.load_gazetteer(tmp_path / "absent.csv")
    (tmp_path / "latin.csv").write_bytes("id,name\n1,é\n".encode("latin-1"))
    with pytest.raises(DataError, match="UTF-8"):
        loaders.load_gazetteer(tmp_path / "latin.csv")
    (tmp_path / "half.csv.gz").write_bytes(gzip.compress(GOOD.encode())[:-12])
    with pytest.raises(DataError, match="not readable"):
        loaders.load_gazetteer(tmp_path / "half.csv.gz")
    with pytest.raises(DataError, match="not JSON"):
        loaders.load_areas(write(tmp_path, "{", "areas.geojson"))
    with pytest.raises(DataError, match="not JSON"):
        loaders.load_areas(write(tmp_path, "[]", "list.geojson"))
    with pytest.raises(DataError, match="not JSON"):
        loaders.load_areas(write(tmp_path, '{"a":' * 9_000, "deep.geojson"))


def test_outlines_from_a_folder_or_a_file(tmp_path: Path) -> None:
    for name, west in (("a", 0), ("b", 2)):
        ring = [[west, 0], [west + 1, 0], [west + 1, 1], [west, 0]]
        outline = {"type": "Polygon", "coordinates": [ring]}
        feature = {"type": "Feature", "properties": {"name": name}, "geometry": outline}
        write(tmp_path, json.dumps(feature), f"{name}.json")
    assert loaders.load_areas(tmp_path).names == ("a", "b")
    assert loaders.load_areas(tmp_path / "a.json").names == ("a",)


def test_names_of_regions() -> None:
    names = loaders.region_names("ua")
    assert len(names) == 27
    assert len({n.code for n in names}) == len({n.geonames for n in names}) == len({n.name for n in names}) == 27
    assert loaders.region_names("xx") == loaders.region_names("../ua") == ()


def test_a_cached_country_is_not_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def rows(country: str) -> list[dict[str, str]]:
        calls.append(country)
        return [GEONAMES]

    monkeypatch.setattr(loaders, "_geonames_rows", rows)
    for _ in range(2):
        found = loaders.load_geonames("ua", tmp_path / "cache").find("Port")
        assert isinstance(found, Match)
        assert found.entry.admin1 == "Donetsk"
    assert calls == ["UA"]
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(b"[{")
    with pytest.raises(DataError, match="damaged"):
        loaders.load_geonames("ua", tmp_path / "cache")


def test_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaders, "_geonames_rows", lambda _: [])
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentProblem, match="cannot write"):
        loaders.load_geonames("ua", tmp_path / "file" / "cache")


@pytest.mark.slow
def test_the_real_geonames_subset(tmp_path: Path) -> None:
    found = loaders.load_geonames("UA", tmp_path).find("Маріуполь")
    assert isinstance(found, Match)
    assert found.entry.admin1 == "Donetsk"
    with pytest.raises(DataError, match="no settlement"):
        loaders.load_geonames("QQ", tmp_path)
