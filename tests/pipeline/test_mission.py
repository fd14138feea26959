"""The folder, its settings, its keys and its copy."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from ceasewatch.model import FeedSetting, Mission, Party, Status
from ceasewatch.model.errors import CeasewatchError, ConflictError, DataError, NotFoundError, UsageError
from ceasewatch.model.ids import FeedId, PartyId
from ceasewatch.pipeline import settings
from ceasewatch.pipeline.backup import backup
from ceasewatch.pipeline.ingest import ingest
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.project import rebuild


def test_a_mission_is_read_as_it_was_written(tmp_path: Path) -> None:
    mission = Mission(
        name="Острів — Isle",
        status=Status.exercise,
        zone="Europe/Kyiv",
        cutoff="07:00",
        languages=("uk", "en"),
        parties=(Party(id=PartyId("A"), names=(("en", "North"), ("uk", "Північ"))),),
        feeds=(FeedSetting(id=FeedId("patrols"), reader="table", mapping="patrols.toml", parameters={"zone": "UTC"}),),
        gazetteer=("geonames:UA", "places.csv"),
    )
    settings.write(tmp_path / "mission.toml", mission)
    assert settings.read(tmp_path / "mission.toml") == mission


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("zone = 'UTC'", "name"),
        ("name = 'x'\nzone = 'Mars/Olympus'", "zone"),
        ("name = 'x'\ncutoff = '25:00'", "cutoff"),
        ("name = 'x'\ncolour = 'red'", "colour"),
        ("name = 'x'\nlanguages = []", "languages"),
        ("name = 'x'\n[[feeds]]\nid = 'firms'\ninbox = '../up'", "inbox"),
        ("name = 'x'\n[[feeds]]\nid = 'firms'\nmapping = '/etc/passwd'", "mapping"),
        ("name = 'x'\n[[feeds]]\nid = 'a'\n[[feeds]]\nid = 'a'", "feeds"),
        ("name = 'x'\n[[feeds]]\nid = 'a'\nexpected_every_s = 'often'", "feeds[0].expected_every_s"),
        ("name = 'x'\ngazetteer = ['UA:../places.csv']", "gazetteer"),
        ("name = ", "TOML"),
    ],
)
def test_a_mistake_in_the_settings_is_named(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "mission.toml"
    file.write_text(text)
    with pytest.raises(DataError) as caught:
        settings.read(file)
    assert named in str(caught.value)
    assert str(file) in str(caught.value)
    assert caught.value.todo


def test_a_new_mission_has_its_parts_and_private_keys(folder: MissionFolder) -> None:
    names = {p.name for p in folder.path.iterdir()}
    assert names >= {"mission.toml", "record", "media", "vault", "out", "inbox"}
    assert {p.name for p in folder.inbox.iterdir()} == {"ucdp-ged", "firms", "coverage"}
    assert not folder.keys_dir.is_relative_to(folder.path)
    assert folder.keys_dir.stat().st_mode & 0o077 == 0
    assert MissionFolder.open(folder.path, folder.keys_dir).mission == folder.mission


def test_a_mission_is_not_made_twice(folder: MissionFolder, tmp_path: Path) -> None:
    with pytest.raises(ConflictError, match="already"):
        MissionFolder.create(folder.path, folder.mission, keys_dir=tmp_path / "more")


@pytest.mark.parametrize("keys", ["keys", "record/keys", "."])
def test_keys_inside_the_mission_are_refused(tmp_path: Path, mission: Mission, keys: str) -> None:
    with pytest.raises(UsageError, match="inside the mission"):
        MissionFolder.create(tmp_path / "m", mission, keys_dir=tmp_path / "m" / keys)
    assert not (tmp_path / "m" / "mission.toml").exists()


def test_keys_lie_where_the_environment_says(tmp_path: Path, mission: Mission, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CEASEWATCH_KEYS", str(tmp_path / "ring"))
    folder = MissionFolder.create(tmp_path / "m", mission, origin="mission.example/isle-7")
    assert folder.keys_dir == tmp_path / "ring" / "isle-7"
    assert MissionFolder.open(tmp_path / "m").keys_dir == folder.keys_dir


def test_a_feed_of_the_missions_own_name_is_read_by_another(folder: MissionFolder) -> None:
    own = FeedSetting(id=FeedId("hotspots-north"), reader="firms")
    mine = MissionFolder(folder.path, replace(folder.mission, feeds=(own,)), folder.keys_dir)
    assert mine.reader("hotspots-north").manifest.id == "firms"
    with pytest.raises(NotFoundError, match="southern"):
        mine.setting("southern")


def test_observations_bear_the_missions_own_name_of_the_feed(
    tmp_path: Path, mission: Mission, hotspots: Callable[..., bytes]
) -> None:
    own = FeedSetting(id=FeedId("hotspots-north"), reader="firms")
    folder = MissionFolder.create(tmp_path / "m", replace(mission, feeds=(own,)), keys_dir=tmp_path / "k")
    (tmp_path / "h.csv").write_bytes(hotspots(0, 3))
    ingest(folder, "hotspots-north", [tmp_path / "h.csv"])
    from ceasewatch.pipeline.project import open_projections

    with open_projections(folder) as store:
        assert {row.observation.feed for row in store.observations()} == {"hotspots-north"}


def test_places_come_from_files_of_the_mission(tmp_path: Path, mission: Mission) -> None:
    ring = [[-13.0, -49.0], [-11.0, -49.0], [-11.0, -47.0], [-13.0, -47.0], [-13.0, -49.0]]
    unit = {"type": "Feature", "properties": {"name": "Coast"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    at_sea = replace(mission, areas="areas.json", gazetteer=("places.csv",))
    folder = MissionFolder.create(tmp_path / "m", at_sea, keys_dir=tmp_path / "k")
    with pytest.raises(DataError, match=r"areas\.json"):
        _ = folder.areas
    (folder.path / "areas.json").write_text(json.dumps(unit))
    with (folder.path / "places.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["id", "name", "latitude", "longitude"], ["1", "Old Mill", "-48.1", "-12.4"]])
    assert folder.areas is not None
    assert folder.areas.area_at(-48.0, -12.0) == "Coast"
    assert folder.gazetteer is not None
    assert len(folder.gazetteer) == 1


def test_a_backup_folds_to_the_same(folder: MissionFolder, tmp_path: Path, hotspots: Callable[..., bytes]) -> None:
    (tmp_path / "h.csv").write_bytes(hotspots(0, 30))
    ingest(folder, "firms", [tmp_path / "h.csv"])
    (folder.path / "vault" / "person").write_text("secret")
    done = backup(folder, tmp_path / "copy")
    assert done.entries == 31
    copy = MissionFolder.open(tmp_path / "copy", folder.keys_dir)
    assert rebuild(copy).digest == rebuild(folder).digest
    kept = {os.path.relpath(p, copy.path) for p in copy.path.rglob("*") if p.is_file()}
    assert not any("secret" in (copy.path / p).read_text(errors="replace") for p in kept if "vault" in p)
    assert any(p.startswith("media") for p in kept)
    assert not any(p.endswith(".key") for p in kept)


def test_the_vault_is_copied_when_it_is_asked_for(folder: MissionFolder, tmp_path: Path) -> None:
    (folder.path / "vault" / "person").write_text("secret")
    backup(folder, tmp_path / "without")
    backup(folder, tmp_path / "with", vault=True)
    assert not (tmp_path / "without" / "vault" / "person").exists()
    assert (tmp_path / "with" / "vault" / "person").exists()


def test_a_backup_overwrites_nothing(folder: MissionFolder, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    for target in (tmp_path / "full", folder.path / "copy"):
        with pytest.raises(CeasewatchError):
            backup(folder, target)
