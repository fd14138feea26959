"""What its source takes back stays in the record and takes part in no incident, in steps as in a whole fold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from ceasewatch.model import FeedSetting, Qualifier
from ceasewatch.model.ids import FeedId
from ceasewatch.pipeline import settings
from ceasewatch.pipeline.fold import fold
from ceasewatch.pipeline.ingest import ingest
from ceasewatch.pipeline.judging import judging
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.project import open_projections, rebuild

MAPPING = """
version = 1
name = "t"
identity = ["id"]
row_id = "id"
kind = { constant = "explosion" }
qualifiers = "qualifiers"
[observer]
id = "who"
kind = { constant = "camera" }
means = { constant = "recorded" }
[time]
start = "at"
[place]
lat = "lat"
lon = "lon"
radius = { constant = "100" }
"""
HEAD = "id,who,at,lat,lon,qualifiers\n"
FIRST = "a,cam-1,2025-03-05T06:00:00Z,-45.0,-125.0,"
SECOND = "b,cam-2,2025-03-05T06:00:02Z,-45.0,-125.0,"


@pytest.fixture
def deliver(folder: MissionFolder, tmp_path: Path) -> Any:
    """Delivers rows into a mission with a feed that can take things back."""
    (folder.path / "t.toml").write_text(MAPPING)
    setting = FeedSetting(id=FeedId("cams"), reader="table", mapping="t.toml")
    settings.write(folder.path / settings.FILE_NAME, replace(folder.mission, feeds=(*folder.mission.feeds, setting)))
    opened = MissionFolder.open(folder.path, folder.keys_dir)

    def take(name: str, *rows: str) -> MissionFolder:
        file = tmp_path / name
        file.write_text(HEAD + "\n".join(rows) + "\n")
        assert not ingest(opened, "cams", [file]).quarantined
        return opened

    return take


def members(mission: MissionFolder) -> list[int]:
    with open_projections(mission) as store:
        return sorted(len(i.members) for i in store.incidents())


def test_a_report_that_is_taken_back_leaves_its_incident(deliver: Any) -> None:
    assert members(deliver("one.csv", FIRST, SECOND)) == [2]
    mission = deliver("two.csv", FIRST + "withdrawn")
    assert members(mission) == [1]
    with open_projections(mission) as store:
        kept = {o.source.row_id: o.qualifiers for o in (r.observation for r in store.all_observations())}
    assert kept == {"a": (Qualifier.withdrawn,), "b": ()}
    rebuild(mission)
    assert members(mission) == [1]


def test_an_incident_of_which_everything_is_taken_back_is_gone(deliver: Any) -> None:
    deliver("one.csv", FIRST)
    mission = deliver("two.csv", FIRST + "withdrawn")
    assert members(mission) == []
    with mission.open_record() as record:
        assert len(fold(record, judging(mission)).logged) == 1


def test_it_may_be_reported_again(deliver: Any) -> None:
    deliver("one.csv", FIRST)
    deliver("two.csv", FIRST + "withdrawn")
    assert members(deliver("three.csv", FIRST.replace("06:00:00", "06:00:05"))) == [1]
