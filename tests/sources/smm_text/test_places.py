from __future__ import annotations

from pathlib import Path

import pytest

from ceasewatch.geo.geodesic import distance_m
from ceasewatch.geo.loaders import load_gazetteer, region_names
from ceasewatch.model import Area, Place, Point, Sector, UnknownPlace
from ceasewatch.sources.smm_text.observe import Paragraph, observation
from ceasewatch.sources.smm_text.parse import parse
from ceasewatch.sources.smm_text.places import Atlas
from ceasewatch.sources.smm_text.statement import ReportMeta


def place(text: str, report: ReportMeta, atlas: Atlas) -> Place:
    (said,) = parse(text, report).statements
    return observation(said, Paragraph(text, 0, report), atlas).place


def test_a_known_town_is_the_origin_of_the_sector(report: ReportMeta, atlas: Atlas) -> None:
    found = place("The SMM camera in Harbour recorded a burst 2-4km SSE.", report, atlas)
    assert isinstance(found, Sector)
    assert (found.origin.lat_deg, found.origin.lon_deg) == (-40.0, -20.0)
    assert (found.range_from_m, found.range_to_m) == (2000, 4000)
    assert [(b.from_cdeg, b.to_cdeg) for b in found.bearings] == [(14625, 16875)]


def test_a_name_that_two_towns_bear_is_not_guessed(report: ReportMeta, atlas: Atlas) -> None:
    found = place("The SMM camera in Twinford recorded a burst 2-4km SSE.", report, atlas)
    assert isinstance(found, UnknownPlace)
    assert "2 places" in found.why
    assert "Twinford" in found.text


def test_distance_from_a_town_decides_between_them(report: ReportMeta, atlas: Atlas) -> None:
    text = "The SMM camera in Twinford (47km south-west of Harbour) recorded a burst 2-4km SSE."
    found = place(text, report, atlas)
    assert isinstance(found, Sector)
    assert found.origin.lat_deg == -40.3


def test_so_does_the_region(report: ReportMeta, atlas: Atlas) -> None:
    found = place("The SMM saw a crater near Twinford, Eastland region.", report, atlas)
    assert isinstance(found, Point)
    assert found.at.lat_deg == -40.6


def test_an_unlisted_place_is_put_where_the_report_says(report: ReportMeta, atlas: Atlas) -> None:
    text = "The SMM camera at the Pumping Station (15km north of Harbour) recorded a burst 2-4km SSE."
    (said,) = parse(text, report).statements
    made = observation(said, Paragraph(text, 0, report), atlas)
    assert isinstance(made.place, Sector)
    away = float(distance_m(-40.0, -20.0, made.place.origin.lat_deg, made.place.origin.lon_deg))
    assert abs(away - 15_000) < 10
    assert made.place.origin_radius_m > 3_000
    assert any("placed by its distance" in n for n in made.notes)


def test_nothing_to_go_by_is_unknown(report: ReportMeta, atlas: Atlas) -> None:
    assert isinstance(place("The SMM saw a crater in Nowhere.", report, atlas), UnknownPlace)
    assert isinstance(place("The SMM saw a crater.", report, atlas), UnknownPlace)
    assert isinstance(place("The SMM saw a crater in Harbour.", report, Atlas(None)), UnknownPlace)


def test_a_region_alone_is_an_area(report: ReportMeta, atlas: Atlas) -> None:
    found = place("The SMM saw two tanks in a government-controlled area of Westland region.", report, atlas)
    assert isinstance(found, Area)
    assert found.admin is not None
    assert found.admin.name == "Westland"


def test_edges_and_areas_beside_a_town(report: ReportMeta, atlas: Atlas) -> None:
    edge = place("The SMM saw a crater on the north-eastern edge of Harbour.", report, atlas)
    assert isinstance(edge, Sector)
    assert edge.range_to_m is not None
    beside = place("The SMM observed two shots in areas south-east of Harbour.", report, atlas)
    assert isinstance(beside, Sector)
    assert beside.range_to_m is None


@pytest.mark.parametrize(
    "text",
    [
        "The SMM saw a crater near Petrivske.",
        "The SMM saw a crater in Raivka, Luhansk region.",
        "The SMM saw a crater in Raivka.",
        "The SMM saw a crater near Petrivske, Donetsk region.",
    ],
)
def test_namesakes_elsewhere_are_not_taken(text: str, report: ReportMeta, shared_data: Path) -> None:
    """The villages meant are in no gazetteer at hand; a village of that name is, hundreds of kilometres away."""
    real = Atlas(load_gazetteer(shared_data / "geonames_ua.csv.gz", region_names("UA")), ("Donetsk", "Luhansk"))
    assert isinstance(place(text, report, real), UnknownPlace)


def test_a_namesake_with_a_distance_is_placed_by_the_distance(report: ReportMeta, shared_data: Path) -> None:
    real = Atlas(load_gazetteer(shared_data / "geonames_ua.csv.gz", region_names("UA")), ("Donetsk", "Luhansk"))
    text = "The SMM saw a crater in Petrivske (non-government-controlled, 41km south of Donetsk)."
    found = place(text, report, real)
    assert isinstance(found, Point)
    assert abs(float(distance_m(48.023, 37.80224, found.at.lat_deg, found.at.lon_deg)) - 41_000) < 100
    assert found.radius_m > 8_000
