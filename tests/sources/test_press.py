"""UCDP and VIINA: dates as each writes them, places by precision, what the coder decided, and who said what."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from ceasewatch.model import Area, Party, Point, UnknownPlace
from ceasewatch.model.errors import RowError, UsageError
from ceasewatch.sources import feed
from ceasewatch.sources.dates import days, in_zone, parse_date, parse_instant


@pytest.mark.parametrize(
    ("text", "day_first", "day"),
    [
        ("2015-02-16", False, date(2015, 2, 16)),
        ("2/16/2015 12:00:00 AM", False, date(2015, 2, 16)),
        ("02/03/2015 00:00", False, date(2015, 2, 3)),
        ("02/03/2015", True, date(2015, 3, 2)),
        ("16.02.2015", True, date(2015, 2, 16)),
        ("20150216", False, date(2015, 2, 16)),
        ("2015-02-16 23:59:59", False, date(2015, 2, 16)),
    ],
)
def test_dates_in_each_form(text: str, day_first: bool, day: date) -> None:
    assert parse_date(text, day_first=day_first) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "16/02/2015",
        "2015-02-30",
        "2/16/2015 13:00:00 PM",
        "2015-02-16 25:00",
        "2/16/15",
        "1753-01-01",
        "٢٠١٥٠٢١٦x",
        "soon",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(RowError):
        parse_date(text, "day")


def test_days_have_23_and_25_hours_when_the_clocks_change() -> None:
    spring, autumn = (days(d, d, "Europe/Kyiv") for d in (date(2021, 3, 28), date(2021, 10, 31)))
    assert (round(spring.width_s), round(autumn.width_s)) == (23 * 3600, 25 * 3600)


def test_instants_keep_their_offset_and_skipped_ones_are_refused() -> None:
    assert parse_instant("2022-03-15 16:10:34+02:00") == datetime(2022, 3, 15, 14, 10, 34, tzinfo=UTC)
    with pytest.raises(RowError, match="no UTC offset"):
        parse_instant("2022-03-15 16:10:34")
    with pytest.raises(RowError, match="went forward"):
        in_zone(datetime(2021, 3, 28, 3, 30), "Europe/Kyiv")  # noqa: DTZ001 -- a local reading


def ged(**changes: str) -> str:
    values = {
        "id": "9", "type_of_violence": "1", "where_prec": "1", "where_coordinates": "Old Mill", "adm_1": "Coast",
        "country": "Isle", "latitude": "-48.1", "longitude": "-12.4", "date_prec": "1", "date_start": "5/1/2031",
        "date_end": "5/1/2031", "best": "2", "high": "3", "low": "1", "source_date": "2031-05-03;2031-05-02",
        "event_clarity": "1", "side_a": "North", "side_b": "South",
    }  # fmt: skip
    both = {**values, **changes}
    return ",".join(both) + "\n" + ",".join(both.values()) + "\n"


@pytest.mark.parametrize(
    ("precision", "radius"), [("1", 5_000), ("2", 25_000), ("3", 30_000), ("5", 75_000), ("7", 100_000)]
)
def test_places_by_precision(read, precision: str, radius: int) -> None:
    (reading,), _ = read("ucdp-ged", ged(where_prec=precision))
    assert isinstance(reading.item.place, Point)
    assert reading.item.place.radius_m == radius


def test_units_and_countries_are_areas_by_name(read) -> None:
    (unit,), _ = read("ucdp-ged", ged(where_prec="4"))
    (country,), _ = read("ucdp-ged", ged(where_prec="6"))
    assert isinstance(unit.item.place, Area)
    assert (unit.item.place.admin.name, unit.item.place.admin.level) == ("Coast", "adm1")
    assert (country.item.place.admin.name, country.item.place.admin.level) == ("Isle", "country")


def test_the_earliest_source_date_is_the_report_and_deaths_are_harm(read) -> None:
    (reading,), _ = read("ucdp-ged", ged(), zone="UTC")
    event = reading.item
    assert event.reported_at == datetime(2031, 5, 2, 23, 59, 59, 999_999, tzinfo=UTC)
    assert "earliest of 2" in event.notes[0]
    assert (event.harm.killed.lowest, event.harm.killed.best, event.harm.killed.highest) == (1, 2, 3)
    assert not event.count.known, "deaths are not a number of happenings"
    assert event.said_of.best is None, "the coder's sides say nothing about who did it"
    assert read("ucdp-ged", ged(type_of_violence="3"))[0][0].item.kind.best == "casualty"


def test_a_source_date_that_cannot_be_is_noted_and_the_event_stays(read) -> None:
    (reading,), refused = read("ucdp-ged", ged(source_date="1753-01-01;04/05/2031"))
    assert refused == []
    assert "1753" in reading.item.notes[0]
    assert reading.item.reported_at.date() == date(2031, 5, 4)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"where_prec": "8"}, "where_prec"),
        ({"date_prec": "0"}, "date_prec"),
        ({"date_end": "4/30/2031"}, "date_end"),
        ({"best": "two"}, "best"),
        ({"high": "-1"}, "high"),
        ({"type_of_violence": "4"}, "type_of_violence"),
        ({"latitude": "NaN"}, "latitude"),
        ({"id": ""}, "id"),
    ],
)
def test_an_event_that_cannot_be(read, changes: dict[str, str], field: str) -> None:
    readings, (bad,) = read("ucdp-ged", ged(**changes))
    assert readings == []
    assert bad.field == field


def test_an_articles_window_and_its_parameters(read) -> None:
    text = feed("ucdp-articles").manifest.example.text
    (first, _), _ = read("ucdp-articles", text, zone="UTC", parameters={"assumed_delay_d": "1"})
    assert first.item.phenomenon.start == datetime(2031, 5, 1, tzinfo=UTC)
    assert first.item.phenomenon.end == first.item.reported_at
    assert first.item.observer == "press:Island Wire"
    assert first.item.harm is None, "the coder's deaths are not the article's"
    (blind, _), _ = read("ucdp-articles", text, parameters={"use_coder_place": "false"})
    assert isinstance(blind.item.place, UnknownPlace)
    for name, value in (("assumed_delay_d", "many"), ("use_coder_dates", "perhaps")):
        with pytest.raises(UsageError, match=name):
            read("ucdp-articles", text, parameters={name: value})


def viina_example() -> str:
    return feed("viina").manifest.example.text


def test_viina_keeps_outlets_addresses_and_language(read) -> None:
    (first, second), _ = read("viina", viina_example())
    assert first.item.source.outlets == ("wire", "gazette")
    assert first.item.source.urls == ("https://wire.example/1", "https://gazette.example/2")
    assert (first.item.language, second.item.language) == ("uk", "ru")
    assert dict(first.item.properties)["n_reports"] == "2"
    assert not first.item.count.known, "reports are not happenings"
    assert first.identity == ("20310501", "11")


def test_a_flag_becomes_a_party_only_if_the_mission_says_which(read) -> None:
    parties = (Party(id="A"), Party(id="B"))
    (_, plain), _ = read("viina", viina_example(), parties=parties)
    (first, named), _ = read("viina", viina_example(), parties=parties, parameters={"party_of_a_ukr": "B"})
    assert plain.item.said_of.best is None
    assert (first.item.said_of.best, named.item.said_of.best) == (None, "B")
    assert "flag" in named.item.notes[0]
    with pytest.raises(UsageError, match="'C' is no party"):
        read("viina", viina_example(), parties=parties, parameters={"party_of_a_rus": "C"})


def test_swapping_the_labels_of_the_parties_swaps_them_and_nothing_else(read) -> None:
    parties = (Party(id="A"), Party(id="B"))
    text = (
        viina_example().replace(",1,0,", ",0,1,", 1) + viina_example().splitlines()[2].replace("12,", "14,", 1) + "\n"
    )

    def run(ukr: str, rus: str) -> list[str]:
        parameters = {"party_of_a_ukr": ukr, "party_of_a_rus": rus}
        readings, _ = read("viina", text, parties=parties, parameters=parameters)
        alerts, _ = read("air-alerts", feed("air-alerts").manifest.example.text, parties=parties, side=ukr)
        return [msgspec.json.encode(r.item).decode() for r in (*readings, *alerts)]

    straight, swapped = run("A", "B"), run("B", "A")
    assert straight != swapped
    exchange = {'"value":"A"': '"value":"B"', '"value":"B"': '"value":"A"', '"speaker":"A"': '"speaker":"B"'}
    for one, other in zip(straight, swapped, strict=True):
        hit = next((k for k in exchange if k in one), None)
        assert (one.replace(hit, exchange[hit]) if hit else one) == other
