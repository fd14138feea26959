"""First-level units: names in every form, points by outline."""

from __future__ import annotations

import time

import numpy as np
import pytest
import shapely

from ceasewatch.geo.areas import AreaIndex, RegionName
from ceasewatch.geo.shape import gaussian
from ceasewatch.model.errors import DataError


def box(west: float, south: float, east: float, north: float, **properties: object) -> dict[str, object]:
    geometry = shapely.geometry.mapping(shapely.box(west, south, east, north))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def index() -> AreaIndex:
    collection = {
        "type": "FeatureCollection",
        "features": [
            box(0, 0, 4, 4, name="North", names={"uk": "Північ", "en": "The North"}),
            box(1, 1, 2, 2, name="North City", alternates="Capital|Столиця"),
        ],
    }
    single = box(0, -4, 4, 0, region_code="X-SO")
    country = box(-9, -9, 9, 9, country_a2="XX", country_a3="XXX")
    return AreaIndex.from_geojson([collection, single, country], [RegionName("X-SO", "South", ("Southern",))])


def test_units_have_names_from_properties_or_by_code(index: AreaIndex) -> None:
    assert index.names == ("North", "North City", "South")


def test_the_smallest_unit_that_holds_a_point_wins(index: AreaIndex) -> None:
    assert index.areas_at([3, 1.5, -1, 50, np.nan], [3, 1.5, 1, 1, 1]).tolist() == [
        "North", "North City", "South", "", "",
    ]  # fmt: skip
    assert index.area_at(1.5, 1.5) == "North City"
    assert index.area_at(80, 80) == ""
    assert index.areas_at([], []).tolist() == []


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("north", "North"),
        ("Північ", "North"),
        ("The North region", "North"),
        ("capital", "North City"),
        ("Столиця", "North City"),
        ("Southern oblast", "South"),
        ("X-SO", "South"),
        ("East", None),
        ("", None),
    ],
)
def test_spellings_lead_to_one_name(index: AreaIndex, spelling: str, name: str | None) -> None:
    assert index.find(spelling) == name


def test_a_shared_spelling_belongs_to_the_unit_that_is_called_so() -> None:
    names = [RegionName("", "Kyiv", ("Capital",)), RegionName("", "Kyiv City", ("Kyiv", "Capital"))]
    index = AreaIndex.from_geojson([box(0, 0, 1, 1, name="Kyiv"), box(0, 0, 0.1, 0.1, name="Kyiv City")], names)
    assert index.find("Kyiv") == "Kyiv"
    assert index.find("Capital") is None


def test_a_unit_as_a_place(index: AreaIndex) -> None:
    place = index.area("The North")
    assert place is not None
    assert place.admin is not None
    assert place.admin.name == "North"
    g = gaussian(place)
    assert g is not None
    assert (g.lat, g.lon) == pytest.approx((2.0, 2.0), abs=0.01)
    assert index.area("East") is None


@pytest.mark.parametrize(
    "document",
    [
        {"type": "Topology"},
        {"type": "Feature", "properties": {"name": "A"}, "geometry": None},
        {"type": "Feature", "properties": {"name": "A"}},
        {"type": "Feature", "properties": {"name": "A"}, "geometry": {"type": "Point", "coordinates": [0, 0]}},
        {"type": "Feature", "properties": {"name": "A"}, "geometry": {"type": "Polygon", "coordinates": "x"}},
        {"type": "Feature", "properties": {}, "geometry": None},
        {"type": "FeatureCollection", "features": []},
    ],
)
def test_what_is_no_outline_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(DataError):
        AreaIndex.from_geojson([document])


class TestRealOutlines:
    """Outlines and names of Ukraine, as the real feeds write them."""

    @pytest.mark.parametrize(
        ("spelling", "name"),
        [
            ("Donetsk oblast", "Donetsk"),
            ("Donetska oblast", "Donetsk"),
            ("Donets'k", "Donetsk"),
            ("Донецька область", "Donetsk"),
            ("Kyiv City", "Kyiv City"),
            ("Kiev City", "Kyiv City"),
            ("Kiev Special Republican city", "Kyiv City"),
            ("Kyivska oblast", "Kyiv"),
            ("Kiev", "Kyiv"),
            ("Zaporizhzhya", "Zaporizhzhia"),
            ("Zaporizka oblast", "Zaporizhzhia"),
            ("Vinnytska oblast", "Vinnytsia"),
            ("Khmel'nyts'kyy", "Khmelnytskyi"),
            ("Transcarpathia", "Zakarpattia"),
            ("Sevastopol'", "Sevastopol"),
            ("Lubenskyi raion", None),
        ],
    )
    def test_names(self, oblasts: AreaIndex, spelling: str, name: str | None) -> None:
        assert oblasts.find(spelling) == name

    def test_places(self, oblasts: AreaIndex) -> None:
        lat, lon = [48.02, 50.45, 50.0, 44.6, 48.57, 55.75], [37.8, 30.52, 31.0, 33.6, 39.3, 37.6]
        wanted = ["Donetsk", "Kyiv City", "Kyiv", "Sevastopol", "Luhansk", ""]
        assert oblasts.areas_at(lat, lon).tolist() == wanted
        assert len(oblasts.names) == 27

    def test_134k_points_take_less_than_two_cpu_seconds(self, oblasts: AreaIndex) -> None:
        random = np.random.default_rng(1)
        lat, lon = random.uniform(44.5, 52.3, 134_000), random.uniform(22.5, 40.0, 134_000)
        start = time.process_time()
        oblasts.areas_at(lat, lon)
        assert time.process_time() - start < 2.0
