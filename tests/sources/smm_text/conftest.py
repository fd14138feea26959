from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from ceasewatch.geo.gazetteer import Gazetteer, GazetteerEntry
from ceasewatch.sources.smm_text.places import Atlas
from ceasewatch.sources.smm_text.statement import ReportMeta

KYIV = ZoneInfo("Europe/Kyiv")
MANDATE = (date(2014, 3, 21), date(2022, 3, 31))


@pytest.fixture
def report() -> ReportMeta:
    """A report of Saturday, 6 October 2018."""
    return ReportMeta(issued=date(2018, 10, 6), zone=KYIV, mandate=MANDATE)


@pytest.fixture
def undated() -> ReportMeta:
    return ReportMeta(issued=None, zone=KYIV, mandate=MANDATE)


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """Invented towns in the South Atlantic."""
    rows = [
        ("Harbour", -40.0, -20.0, "Westland"),
        ("Oster Bay", -39.8921, -20.0, "Westland"),
        ("Twinford", -40.3, -20.4, "Westland"),
        ("Twinford", -40.6, -19.4, "Eastland"),
        ("Milltown", -40.1, -19.7, "Eastland"),
    ]
    entries = [GazetteerEntry(str(k), (n,), lat, lon, admin1=a) for k, (n, lat, lon, a) in enumerate(rows)]
    return Atlas(Gazetteer(entries))
