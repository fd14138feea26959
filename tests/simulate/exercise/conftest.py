"""A small country, and a scenario that tests change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ceasewatch.geo.areas import AreaIndex
from ceasewatch.geo.gazetteer import Gazetteer, GazetteerEntry
from ceasewatch.simulate.exercise.calendar import HOUR_US, Calendar
from ceasewatch.simulate.exercise.country import Country
from ceasewatch.simulate.exercise.scenario import Scenario, Site

AHEAD_US = -8 * HOUR_US


@pytest.fixture
def country() -> Country:
    towns = [
        GazetteerEntry("1", ("Garsk", "Гарск", "Novy Garsk", "Новый Гарск"), -44.96, -124.62, "Tessary", 23_000),
        GazetteerEntry("2", ("Kelmar", "Кельмар"), -44.95, -125.1, "Aldermarch", 7_800),
        GazetteerEntry("3", ("Dovrin",), -44.62, -125.3, "Aldermarch", 900),
        GazetteerEntry("4", ("Dovrin",), -45.44, -124.06, "Maristan", 900),
    ]
    return Country(Gazetteer(towns), AreaIndex([]), ((-45.0, -125.5), (-45.1, -124.0)))


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(dt.date(2025, 4, 7), 3, AHEAD_US)


@pytest.fixture
def make_scenario() -> Callable[..., Scenario]:
    """A scenario of one camera of N1 and one acoustic node of N2, with other values."""

    def make(**changes: Any) -> Scenario:
        cam = Site(id="cam", model="camera", where="Garsk", feed="patrols", nation="N1", reach_km=8.0)
        node = Site(id="node", model="acoustic-node", where="5 km S of Garsk", nation="N2", reach_km=12.0)
        given: dict[str, Any] = {
            "version": 1,
            "title": "T",
            "summary": "S",
            "questions": ("Q?",),
            "first_day": dt.date(2025, 4, 7),
            "days": 3,
            "seed": 1,
            "sites": (cam, node),
        }
        return Scenario(**{**given, **changes})

    return make
