"""Missions of the handbook's scenarios: made, fed and asked as an operator would."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from msgspec.structs import replace

from ceasewatch.model import Assessment, FeedSetting, Incident, Kind, Observation, Status
from ceasewatch.pipeline import settings
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.queries import Listed, listed, view
from ceasewatch.store import Filter

GAZETTEER = "id,name,latitude,longitude,population,admin1,alternatenames,radius_m"


def squares(units: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    """First-level units some 20 km wide around the given centres, as GeoJSON."""

    def around(lat: float, lon: float) -> list[list[list[float]]]:
        corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
        return [[[lon + 0.12 * east, lat + 0.09 * north] for east, north in corners]]

    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "level": "adm1"},
            "geometry": {"type": "Polygon", "coordinates": around(*centre)},
        }
        for name, centre in units.items()
    ]
    return {"type": "FeatureCollection", "features": features}


@dataclass(frozen=True)
class Case:
    """One mission of a scenario."""

    path: Path
    keys: Path
    command_line: Any

    def run(self, *words: object, code: int = 0) -> str:
        """What a command on this mission prints."""
        ran = self.command_line("--mission", self.path, *words, keys=self.keys)
        assert ran.code == code, ran.err + ran.out
        return str(ran.out)

    def add_feed(self, setting: FeedSetting, files: Mapping[str, str] | None = None) -> None:
        """A feed of the mission's own name, with the ``files`` that its mapping needs."""
        for name, text in (files or {}).items():
            (self.path / name).write_text(text, "utf-8")
        feeds = self.folder.mission.feeds
        self.configure(feeds=(*feeds, setting))

    def set_parameters(self, feed: str, **parameters: str) -> None:
        """Of one of its feeds."""
        feeds = self.folder.mission.feeds
        self.configure(feeds=tuple(replace(f, parameters=parameters) if f.id == feed else f for f in feeds))

    def configure(self, **changes: Any) -> None:
        """Other settings of the mission."""
        settings.write(self.path / settings.FILE_NAME, replace(self.folder.mission, **changes))

    def deliver(self, feed: str, text: str, name: str, *, rejected: int = 0) -> None:
        """A file of ``feed``, taken in; ``rejected`` of its rows are set aside. In an exercise its name says so."""
        exercise = self.folder.mission.status is Status.exercise
        delivery = self.path.parent / (f"EXERCISE-{name}" if exercise else name)
        delivery.write_text(text, "utf-8")
        told = self.run("ingest", feed, delivery, code=1 if rejected else 0)
        assert (f"{rejected} rows quarantined" in told) is bool(rejected), told

    @property
    def found(self) -> Listed:
        """All incidents, with what they rest on."""
        with view(self.folder) as store:
            return listed(store, Filter())

    @property
    def folder(self) -> MissionFolder:
        """The mission, as this process opens it."""
        return MissionFolder.open(self.path)

    def of_kind(self, *kinds: Kind) -> list[Incident]:
        """Incidents that are most probably one of ``kinds``, in order of time."""
        return [i for i in self.found.incidents if i.kind.best in kinds]

    def members(self, incident: Incident) -> list[Observation]:
        """The observations that it rests on."""
        held = {o.id: o for o in self.found.observations}
        return [held[m.observation] for m in incident.members]

    def clause(self, incident: Incident, clause: str) -> Assessment:
        """What one clause says of it."""
        (told,) = (a for a in self.found.assessments if a.incident == incident.id and a.clause == clause)
        return told

    def report(self, date: str, tier: str = "T1") -> str:
        """The daily report as HTML, without its tags' escapes."""
        out = self.path.parent / f"daily-{date}-{tier}.html"
        self.run("report", "daily", "--date", date, "--tier", tier, "--out", out)
        return unescape(out.read_text("utf-8"))


@pytest.fixture(scope="module")
def make_case(tmp_path_factory: pytest.TempPathFactory, command_line: Any) -> Iterator[Callable[..., Case]]:
    """Makes a mission with the given towns and feeds, each in a folder of its own."""
    keys = tmp_path_factory.mktemp("keys") / "missions"

    def make(
        name: str,
        *options: object,
        towns: Iterable[str] = (),
        feeds: Iterable[str] = ("smm-text",),
        units: Mapping[str, tuple[float, float]] = MappingProxyType({}),
    ) -> Case:
        home = tmp_path_factory.mktemp(name)
        if units:
            (home / "units.geojson").write_text(json.dumps(squares(units)), "utf-8")
            options = (*options, "--areas", home / "units.geojson")
        (home / "towns.csv").write_text("\n".join([GAZETTEER, *towns]) + "\n", "utf-8")
        chosen = [word for feed in feeds for word in ("--feed", feed)]
        made = command_line("init", home / name, "--gazetteer", home / "towns.csv", *chosen, *options, keys=keys)
        assert made.code == 0, made.err
        return Case(home / name, keys, command_line)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CEASEWATCH_KEYS", str(keys))
        yield make
