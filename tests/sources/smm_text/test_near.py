"""Fire near monitors is a threat of its own, and what may not be told of the fire may not be told of the threat."""

from __future__ import annotations

import pytest

from ceasewatch.model import Count, Kind, Observation, Qualifier
from ceasewatch.model.errors import UsageError
from ceasewatch.release.candidates import is_origin
from ceasewatch.sources.feed import FeedContext, SourceFile
from ceasewatch.sources.smm_text.feed import FEED
from ceasewatch.sources.smm_text.places import Atlas

HEARD = "On 5 October, at 10:10, positioned in Harbour, the patrol heard seven explosions assessed as outgoing {} SSE."


def read(text: str, atlas: Atlas, **parameters: str) -> list[Observation]:
    context = FeedContext(gazetteer=atlas.gazetteer, parameters={"regions": "", **parameters})
    found = FEED.read(SourceFile.of(f"Report date: 2018-10-06\n\n{text}\n".encode(), "r.txt"), context)
    return [f.item for f in found]


def test_fire_close_to_a_patrol_is_told_twice(atlas: Atlas) -> None:
    fire, threat = read(HEARD.format("150-200m"), atlas)
    assert fire.kind.best == Kind.explosion
    assert fire.count.best == 7
    assert threat.kind.best == Kind.threat
    assert threat.count == Count.exactly(1)
    assert threat.place == fire.place
    assert threat.qualifiers == (Qualifier.outgoing,)
    assert is_origin(threat), "the threat would tell where the weapon stands"


def test_fire_far_away_is_no_threat(atlas: Atlas) -> None:
    assert [o.kind.best for o in read(HEARD.format("2-4km"), atlas)] == [Kind.explosion]


def test_what_a_camera_records_threatens_nobody(atlas: Atlas) -> None:
    text = "On 5 October, the SMM camera in Harbour recorded an explosion 150-200m SSE."
    assert [o.kind.best for o in read(text, atlas)] == [Kind.explosion]


def test_a_mission_sets_its_own_distance(atlas: Atlas) -> None:
    assert len(read(HEARD.format("150-200m"), atlas, near_monitors_m="100")) == 1
    assert len(read(HEARD.format("2-4km"), atlas, near_monitors_m="4000")) == 2
    with pytest.raises(UsageError, match="is no distance"):
        read(HEARD.format("2-4km"), atlas, near_monitors_m="near")


def test_an_outage_is_of_the_unit_that_the_camera_stands_in(atlas: Atlas) -> None:
    (down,) = read("During the reporting period, the SMM camera in Milltown was non-operational.", atlas)
    assert down.area_name == "Eastland"
