"""Incidents near the line of contact that the shipped pack draws, and packs made on the spot."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from ceasewatch.fusion import fuse
from ceasewatch.model import (
    Belief,
    Count,
    Means,
    Observation,
    ObserverKind,
    Place,
    Point,
    Position,
    TimeInterval,
    Weapon,
)  # fmt: skip
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.table import IncidentTable

Make = Callable[..., Observation]


@pytest.fixture(scope="session")
def seen() -> Make:
    """One observation: ``seen("a", 48.66, 38.51, day="2018-09-05", kind="explosion", ...)``."""

    def make(
        id_: str,
        lat: float = 48.30,
        lon: float = 37.80,
        *,
        day: str = "2018-09-05T08:00",
        kind: str = "explosion",
        radius_m: int = 500,
        weapon: str = "",
        place: Place | None = None,
        **more: Any,
    ) -> Observation:
        start = datetime.fromisoformat(day).replace(tzinfo=UTC)
        return Observation(
            id=ObservationId(id_),
            feed=FeedId("made"),
            observer=ObserverId(f"observer {id_}"),
            observer_kind=more.pop("observer_kind", ObserverKind.patrol),
            phenomenon=TimeInterval(start=start, end=start + timedelta(minutes=more.pop("minutes", 10))),
            means=Means.saw,
            place=place or Point(at=Position.of(lat, lon), radius_m=radius_m),
            kind=Belief.certain(kind),
            count=Count.exactly(more.pop("n", 1)),
            weapon=Weapon(classes=Belief.certain(weapon)) if weapon else Weapon(),
            **more,
        )

    return make


@pytest.fixture(scope="session")
def incident(seen: Make) -> Callable[..., IncidentTable]:
    """The incident table of one observation."""
    return lambda *a, **k: fuse([seen("a", *a, **k)])


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """A copy of a shipped pack with texts replaced: ``edited({"pack.yaml": [(old, new)]}, "minsk-2014")``."""

    def make(changes: dict[str, list[tuple[str, str]]], pack: str = "minsk-2014") -> Path:
        folder = tmp_path / "copy"
        shutil.copytree(str(files("ceasewatch").joinpath("packs", pack)), folder)
        for name, pairs in changes.items():
            text = (folder / name).read_text(encoding="utf-8")
            for old, new in pairs:
                assert old in text
                text = text.replace(old, new)
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    return make
