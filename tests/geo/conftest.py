"""Places and a small invented gazetteer for the tests of the ground."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceasewatch.geo import loaders
from ceasewatch.geo.areas import AreaIndex
from ceasewatch.geo.gazetteer import Gazetteer, GazetteerEntry


@pytest.fixture
def gazetteer() -> Gazetteer:
    """Two places called Orlivka, one called Harbour Town and one Svitle, in the regions North and South."""
    entries = [
        GazetteerEntry("1", ("Harbour Town", "Гавань"), -40.0, -20.0, "North", 90_000),
        GazetteerEntry("2", ("Orlivka", "Орлівка"), -40.0, -19.5, "North", 900),
        GazetteerEntry("3", ("Orlivka", "Орлівка", "Eagle's Nest"), -41.5, -20.0, "South", 2_000),
        GazetteerEntry("4", ("Svitle", "Світле", "Orlivka Stara"), -41.0, -20.1, "South", 100),
        GazetteerEntry("5", ("New Orlivka", "Svitle"), -40.3, -20.9, "North", 100),
        GazetteerEntry("6", ("Ivano-Pole", "Івано-Поле", "Ivano-Pole-na-Mori"), -40.2, -20.2, "North"),
    ]
    return Gazetteer(entries, {"Northern oblast": "North", "Північна область": "North", "Southern": "South"})


@pytest.fixture(scope="session")
def ukraine(shared_data: Path) -> Gazetteer:
    """The real gazetteer."""
    return loaders.load_gazetteer(shared_data / "geonames_ua.csv.gz", loaders.region_names("UA"))


@pytest.fixture(scope="session")
def oblasts(shared_data: Path) -> AreaIndex:
    """The real outlines."""
    return loaders.load_areas(shared_data / "oblasts", loaders.region_names("UA"))
