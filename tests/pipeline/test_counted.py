"""What counts as observed in a sector: nothing that may have been there is left out of "none observed"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import shapely

from ceasewatch.model import Belief, Ignorance, Incident, Kind, TimeInterval
from ceasewatch.model.ids import IncidentId
from ceasewatch.model.place import Point, Position, UnknownPlace
from ceasewatch.pipeline.sectors import Sector
from ceasewatch.pipeline.watching import counted, question

START = datetime(2031, 5, 1, tzinfo=UTC)
DAY = TimeInterval(start=START, end=START + timedelta(days=1))
HERE = Sector("kelmar", shapely.box(38.0, 48.0, 38.2, 48.2), unit=False)
INSIDE = Point(at=Position.of(48.1, 38.1), radius_m=100)


class Held:
    """A store that holds these incidents."""

    def __init__(self, *incidents: Incident) -> None:
        self._incidents = list(incidents)

    def incidents(self, _: object) -> list[Incident]:
        return self._incidents


def incident(kind: Kind, begin: float, end: float, place: Any = INSIDE) -> Incident:
    span = TimeInterval(start=START + timedelta(hours=begin), end=START + timedelta(hours=end))
    return Incident(id=IncidentId("i"), members=(), when=span, place=place, kind=Belief.certain(kind))


@pytest.mark.parametrize("kind", ["explosion", "shot", "overflight", "crossing"])
def test_an_unspecified_violation_may_be_of_any_kind(kind: str) -> None:
    found = counted(Held(incident(Kind.violation, 3, 4)), HERE, DAY, question(kind))  # type: ignore[arg-type]
    assert found.inside == 1


def test_what_may_have_been_in_the_period_is_perhaps_in_it() -> None:
    """Its middle is the day before, but the interval that holds it reaches into this day."""
    found = counted(Held(incident(Kind.explosion, -12, 6)), HERE, DAY, question("explosion"))  # type: ignore[arg-type]
    assert (found.inside, found.perhaps) == (0, 1)


def test_what_nobody_placed_is_told() -> None:
    somewhere = incident(Kind.explosion, 3, 4, UnknownPlace(why=Ignorance.undetermined))
    found = counted(Held(somewhere), HERE, DAY, question("explosion"))  # type: ignore[arg-type]
    assert (found.inside, found.perhaps, found.unplaced) == (0, 0, 1)
