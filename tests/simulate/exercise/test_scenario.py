"""What a scenario may say, and what is refused with a reason."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.model.errors import DataError
from ceasewatch.simulate.exercise.calendar import DAY_US, HOUR_US, Calendar
from ceasewatch.simulate.exercise.country import Country
from ceasewatch.simulate.exercise.scenario import Fault, Site, load_scenario, matches

HEAD = 'version = 1\ntitle = "T"\nsummary = "S"\nquestions = ["Q?"]\nfirst_day = 2025-04-07\ndays = 2\nseed = 1\n'
SITE = '[[sites]]\nid = "cam"\nmodel = "camera"\nwhere = "Garsk"\nnation = "N1"\n'
HAPPENING = '[[happenings]]\nid = "h"\nat = "1 10:00"\nwhere = "Garsk"\nkind = "explosion"\n'
POST = (
    '[[posts]]\nid = "p"\noutlet = "O"\nat = "1 12:00"\nabout = "1 10:00"\nwhere = "Garsk"\n'
    'kind = "explosion"\ntext = "t"\n'
)


def test_the_countrys_observers_take_part_unless_it_says_otherwise() -> None:
    network = SITE.replace("cam", "standing")
    assert [s.id for s in load_scenario(HEAD + SITE, network=network).sites] == ["standing", "cam"]
    assert [s.id for s in load_scenario(HEAD + "network = false\n" + SITE, network=network).sites] == ["cam"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (HEAD + SITE + SITE, "'cam' occurs twice"),
        (HEAD + SITE + HAPPENING.replace("explosion", "bang"), "no kind 'bang'"),
        (HEAD + SITE + HAPPENING + 'weapon = "sling"\n', "no weapon 'sling'"),
        (HEAD + SITE + POST + 'event = "x"\n', "no happening 'x'"),
        (HEAD + SITE + '[[faults]]\nkind = "withdrawn"\nnation = "N9"\n', "no site of nation 'N9'"),
        (HEAD + SITE + '[[faults]]\nkind = "boredom"\n', "boredom"),
        (HEAD + SITE + "colour = 1\n", "colour"),
        (HEAD + SITE + HAPPENING.replace("1 10:00", "tomorrow"), "regex"),
        (HEAD.replace("days = 2", "days = 0") + SITE, "days"),
        ("not toml", "Expected"),
    ],
)
def test_a_mistake_is_named(text: str, named: str) -> None:
    with pytest.raises(DataError) as refused:
        load_scenario(text, "x.toml")
    assert named in refused.value.what
    assert refused.value.where == "x.toml"


@pytest.mark.parametrize(
    ("sites", "nation", "hit"),
    [((), "", True), (("cam-*",), "", True), (("*-2",), "", False), ((), "N1", True), ((), "N2", False)],
)
def test_whom_a_fault_concerns(sites: tuple[str, ...], nation: str, hit: bool) -> None:
    site = Site(id="cam-1", model="camera", where="Garsk", nation="N1")
    assert matches(Fault(kind="outage", sites=sites, nation=nation), site) is hit


@given(day=st.integers(1, 30), hour=st.integers(0, 23), minute=st.integers(0, 59), ahead=st.integers(-12, 14))
def test_a_moment_is_the_clock_of_that_day(day: int, hour: int, minute: int, ahead: int) -> None:
    calendar = Calendar(dt.date(2025, 4, 7), 30, ahead * HOUR_US)
    us = calendar.moment(f"{day} {hour:02d}:{minute:02d}")
    begin = dt.datetime.combine(calendar.first_day, dt.time())
    assert calendar.local(us) == begin + dt.timedelta(days=day - 1, hours=hour, minutes=minute)
    assert dt.datetime.fromisoformat(calendar.iso(us)).timestamp() * 1e6 == us
    assert calendar.end_us - calendar.begin_us == 30 * DAY_US


def test_places_in_words(country: Country) -> None:
    assert country.position("Garsk") == (-44.96, -124.62)
    assert country.position("Dovrin, Maristan") == (-45.44, -124.06)
    assert country.position((-45.0, -125.0)) == (-45.0, -125.0)
    lat, lon = country.position("10 km S of Garsk")
    assert lat == pytest.approx(-45.05, abs=0.001)
    assert lon == pytest.approx(-124.62, abs=0.001)


@pytest.mark.parametrize("where", ["Nowhere", "Dovrin", "5 km SNE of Garsk", "5 km S of Nowhere"])
def test_a_place_that_there_is_not(country: Country, where: str) -> None:
    with pytest.raises(DataError, match=r"no place|no direction"):
        country.position(where)
