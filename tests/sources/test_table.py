"""The table feed: the guide's own example, units, zones, formats, parties, and mappings that are wrong."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ceasewatch.geo.gazetteer import Gazetteer, GazetteerEntry
from ceasewatch.model import Area, Ignorance, Party, Point, Sector, UnknownPlace
from ceasewatch.model.errors import DataError, UsageError
from ceasewatch.sources.table.mapping import Mapping, load

BASE = """
version = 1
name = "t"
kind = {{ column = "kind", separator = "/", default = "not_known", optional = true }}
{top}
[observer]
id = {{ constant = "o" }}
kind = {{ constant = "post" }}
means = {{ constant = "saw" }}
[time]
start = "at"
{time}
[place]
{place}
{more}
"""

WIDENED = 'zone = "UTC"\nuncertainty = { constant = 2, unit = "h" }'


def mapping(top: str = "", time: str = 'zone = "Europe/Kyiv"', place: str = "", more: str = "") -> bytes:
    return BASE.format(top=top, time=time, place=place, more=more).encode()


def block(guide: str, language: str) -> str:
    return re.findall(rf"```{language}\n(.*?)```", guide, re.DOTALL)[0]


def test_the_guides_example(read, project_root: Path) -> None:
    guide = (project_root / "docs" / "how-to" / "map-a-table.md").read_text(encoding="utf-8")
    readings, refused = read("table", block(guide, "csv"), "patrols.csv", mapping=block(guide, "toml").encode())
    first, second = (r.item for r in readings)
    assert first.kind.best == "explosion"
    assert (first.phenomenon.start, first.phenomenon.end) == (
        datetime(2031, 5, 1, 14, 0, tzinfo=UTC),
        datetime(2031, 5, 1, 14, 10, tzinfo=UTC),
    )
    assert isinstance(first.place, Sector)
    assert (first.place.range_from_m, first.place.range_to_m) == (2000, 4000)
    assert [(b.from_cdeg, b.to_cdeg) for b in first.place.bearings] == [(14625, 16875), (16875, 19125)]
    assert first.count.best == 3
    assert readings[0].identity == ("island-patrols", "1")
    assert second.kind.ignorance is Ignorance.undetermined
    assert second.place.range_to_m is None
    assert not second.count.known
    assert [(q.line, q.field) for q in refused] == [(4, "day")]
    assert "does not have the form %d.%m.%Y %H:%M" in refused[0].reason


def test_the_guide_lists_every_key(project_root: Path) -> None:
    guide = (project_root / "docs" / "how-to" / "map-a-table.md").read_text(encoding="utf-8")
    for key in Mapping.__struct_fields__:
        assert re.search(rf"`\[?{key}\]?`", guide), f"{key} is not in the guide"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (mapping(time='zones = "UTC"'), 12, "unknown key 'zones' in [time]"),
        (mapping(top='colour = "red"'), 5, "unknown key 'colour'"),
        (mapping(place='lat = { colum = "x" }'), 14, "unknown key 'colum'"),
        (mapping(more="[wapen]\nmodel = 'x'"), 15, "unknown key 'wapen'"),
        (b"version = 1\nname = \n", 2, "not TOML"),
        (b'version = 2\nname = "t"\n', 1, "does not fit"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_line(text: bytes, line: int, what: str) -> None:
    with pytest.raises(DataError) as caught:
        load(text, "m.toml")
    assert what in str(caught.value)
    assert f"m.toml:{line}" in str(caught.value) or f"line {line}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (mapping(place='lat = "a"'), "both lat and lon"),
        (mapping(more='[file]\nencoding = "utf-16"'), "encoding 'utf-16'"),
        (mapping(place="lat = {}\nlon = {}"), "either a column or a constant"),
        (mapping(place='radius = { column = "r", unit = "parsec" }'), "unit 'parsec'"),
    ],
)
def test_a_mapping_that_contradicts_itself(read, text: bytes, what: str) -> None:
    with pytest.raises(DataError, match=re.escape(what)):
        read("table", "at,r,a\n2031-05-01,1,1\n", mapping=text)


def test_a_table_without_a_mapping_and_one_without_the_column(read) -> None:
    with pytest.raises(UsageError, match="needs a mapping"):
        read("table", "at\n2031-05-01\n")
    with pytest.raises(DataError, match="at missing"):
        read("table", "when\n2031-05-01\n", mapping=mapping())


@pytest.mark.parametrize(
    ("time", "text", "start", "end"),
    [
        ('zone = "Europe/Kyiv"', "2031-07-01T12:00", "2031-07-01T09:00:00", "2031-07-01T09:00:00"),
        ('zone = "Europe/Kyiv"', "2031-01-01 12:00", "2031-01-01T10:00:00", "2031-01-01T10:00:00"),
        ('zone = "Europe/Kyiv"', "2031-01-01T12:00Z", "2031-01-01T12:00:00", "2031-01-01T12:00:00"),
        ('zone = "Europe/Kyiv"', "2031-03-30", "2031-03-29T22:00:00", "2031-03-30T20:59:59.999999"),
        ('formats = ["epoch_s"]', "1900000000", "2030-03-17T17:46:40", "2030-03-17T17:46:40"),
        ('formats = ["epoch_ms"]', "1900000000500", "2030-03-17T17:46:40.500000", "2030-03-17T17:46:40.500000"),
        ('zone = "UTC"\nformats = ["%d/%m/%Y"]', "02/05/2031", "2031-05-02T00:00:00", "2031-05-02T23:59:59.999999"),
        (WIDENED, "2031-05-02T10:00", "2031-05-02T08:00:00", "2031-05-02T12:00:00"),
    ],
)  # fmt: skip
def test_times(read, time: str, text: str, start: str, end: str) -> None:
    (reading,), refused = read("table", f"at\n{text}\n", mapping=mapping(time=time))
    assert refused == []
    interval = reading.item.phenomenon
    assert interval.start.replace(tzinfo=None).isoformat() == start
    assert interval.end.replace(tzinfo=None).isoformat() == end


@pytest.mark.parametrize(
    ("time", "text", "reason"),
    [
        ('zone = "Europe/Kyiv"', "2031-03-30T03:30", "the clocks went forward"),
        ("", "2031-03-30T03:30", "no UTC offset"),
        ("", "2031-03-30", "no zone"),
        ('formats = ["iso", "epoch_s"]', "soon", "none of the formats iso, epoch_s"),
        ('formats = ["epoch_s"]', "1e200", "between 1900 and 2100"),
        ('formats = ["epoch_s"]', "nan", "not a finite number"),
    ],
)
def test_times_that_cannot_be(read, time: str, text: str, reason: str) -> None:
    readings, (bad,) = read("table", f"at\n{text}\n", mapping=mapping(time=time))
    assert readings == []
    assert bad.field == "at"
    assert reason in bad.reason


def test_an_unknown_zone_is_a_usage_error(read) -> None:
    with pytest.raises(UsageError, match="no time zone 'Mars/Olympus'"):
        read("table", "at\n2031-05-01\n", mapping=mapping(time='zone = "Mars/Olympus"'))


def test_units_bearings_and_grid_references(read) -> None:
    place = 'mgrs = "g"\nradius = { column = "r", unit = "nmi" }\nbearing = { column = "b", unit = "mil" }'
    (reading,), _ = read("table", "at,g,r,b\n2031-05-01,31UDQ4825111932,1,1600\n", mapping=mapping(place=place))
    sector = reading.item.place
    assert isinstance(sector, Sector)
    assert sector.origin_radius_m == 1852
    assert [(b.from_cdeg, b.to_cdeg) for b in sector.bearings] == [(7875, 10125)]
    assert abs(sector.origin.lat_deg - 48.858) < 0.01


@pytest.mark.parametrize(("g", "b", "field"), [("99ZZZ", "1", "g"), ("31UDQ4825111932", "upwards", "b")])
def test_a_reference_or_direction_that_is_none(read, g: str, b: str, field: str) -> None:
    place = mapping(place='mgrs = "g"\nbearing = "b"')
    good = "2031-05-01,31UDQ4825111932,N\n"
    readings, (bad,) = read("table", f"at,g,b\n{good}2031-05-01,{g},{b}\n{good}", mapping=place)
    assert len(readings) == 2
    assert bad.field == field


def test_names_are_looked_up_and_never_guessed(read) -> None:
    towns = [GazetteerEntry("1", ("Mill",), -48.1, -12.4), GazetteerEntry("2", ("Ford",), -48.2, -12.4)]
    towns += [GazetteerEntry("3", ("Ford",), -48.9, -12.9)]
    data = "at,name\n2031-05-01,Mill\n2031-05-01,Ford\n2031-05-01,Weir\n2031-05-01,\n"
    readings, _ = read("table", data, mapping=mapping(place='name = "name"'), gazetteer=Gazetteer(towns))
    found, ambiguous, unknown, none = (r.item.place for r in readings)
    assert isinstance(found, Point)
    assert found.at.lat_deg == pytest.approx(-48.1)
    assert isinstance(ambiguous, UnknownPlace)
    assert ambiguous.why == "2 places bear the name"
    assert isinstance(unknown, UnknownPlace)
    assert unknown.text == "Weir"
    assert none == UnknownPlace(why="the row names no place")
    units, _ = read("table", data, mapping=mapping(place='name = "name"\nadmin_level = "adm2"'))
    assert isinstance(units[0].item.place, Area)


def test_counts_harm_weapons_and_kinds(read) -> None:
    more = '[count]\nlowest = "lo"\nbest = "n"\napproximate = "about"\n[harm]\nkilled = "k"\n[weapon]\nclasses = "w"\n'
    data = "at,kind,lo,n,about,k,w\n2031-05-01,shot/burst,3,5,yes,0,mortar_82\n2031-05-01,,,,,,\n"
    readings, _ = read("table", data, mapping=mapping(more=more))
    first, second = (r.item for r in readings)
    assert (first.kind.p("shot"), first.kind.p("burst")) == (0.5, 0.5)
    assert (first.count.lowest, first.count.best, first.count.approximate) == (3, 5, True)
    assert first.harm.killed.best == 0
    assert not first.harm.injured.known
    assert first.weapon.classes.best == "mortar_82"
    assert second.kind.ignorance is Ignorance.not_known
    assert not second.harm.killed.known


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("kaboom,3,5,yes,0,tank", "kind"),
        ("shot,3,x,yes,0,tank", "n"),
        ("shot,3,-1,no,0,tank", "n"),
        ("shot,3,99999999999999999999,no,0,tank", "n"),
        ("shot,3,5,perhaps,0,tank", "about"),
        ("shot,3,5,yes,1.5,tank", "k"),
        ("shot,3,5,yes,0,catapult", "w"),
        ("shot,9,5,yes,0,tank", ""),
    ],
)
def test_values_that_are_none(read, row: str, field: str) -> None:
    more = '[count]\nlowest = "lo"\nbest = "n"\napproximate = "about"\n[harm]\nkilled = "k"\n[weapon]\nclasses = "w"\n'
    readings, (bad,) = read("table", f"at,kind,lo,n,about,k,w\n2031-05-01,{row}\n", mapping=mapping(more=more))
    assert readings == []
    assert bad.field == field


def test_a_party_must_be_one_of_the_missions(read) -> None:
    data = "at,p\n2031-05-01,A\n2031-05-01,C\n2031-05-01,unattributed\n"
    parties = (Party(id="A"), Party(id="B"))
    readings, (bad,) = read("table", data, mapping=mapping(top='said_of = "p"'), parties=parties)
    assert [r.item.said_of.best for r in readings] == ["A", None]
    assert readings[1].item.said_of.ignorance is Ignorance.unattributed
    assert "mission" in bad.reason or "none of A, B" in bad.reason


def test_properties_and_identity_by_content(read) -> None:
    data = "at,x,y\n2031-05-01,1,\n2031-05-01,1,\n"
    readings, _ = read("table", data, mapping=mapping(top='properties = ["*"]'))
    assert readings[0].item.properties == (("x", "1"),)
    assert readings[0].identity[0] == readings[1].identity[0]
    assert [r.identity[1] for r in readings] == ["0", "1"]


def test_old_encodings(read) -> None:
    top, more = 'text = "txt"', '[file]\nencoding = "cp1251"'
    data = "at,txt\n2031-05-01,Вибухи\n".encode("cp1251")
    (reading,), _ = read("table", data, mapping=mapping(top=top, more=more))
    assert reading.item.text == "Вибухи"


def parquet(columns: dict[str, list[object]], rows: int = 10_000) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({k: v * (rows // len(v)) for k, v in columns.items()}), out, row_group_size=1000)
    return out.getvalue()


def test_parquet_in_row_groups(read) -> None:
    stamp = datetime(2031, 5, 1, 12, tzinfo=UTC)
    data = parquet({"at": [stamp, None], "lat": [-48.1, float("nan")], "lon": [-12.4, 1.0]})
    readings, refused = read("table", data, mapping=mapping(place='lat = "lat"\nlon = "lon"'))
    assert (len(readings), len(refused)) == (5000, 5000)
    assert readings[0].item.phenomenon.start == stamp
    assert readings[1].item.source.line == 3


def test_half_a_parquet_file_and_one_with_wrong_columns(read) -> None:
    data = parquet({"when": ["2031-05-01"]})
    with pytest.raises(DataError, match="at missing"):
        read("table", data, mapping=mapping())
    with pytest.raises(DataError, match="not a whole Parquet file"):
        read("table", data[:-100], mapping=mapping())
