"""The wire story of the demo: nine outlets under its address, nine under their own, in two scripts."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from ceasewatch.fusion.echo import origins
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import Belief, Means, Observation, ObserverKind, Point, Position, TimeInterval
from ceasewatch.model.count import Count
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.observation import SourceRef

WIRE = {f"p{n:02d}" for n in (*range(1, 10), *range(12, 21))}


def _report(row: dict[str, str]) -> Observation:
    start, end, told = (
        datetime.fromisoformat(row[c]).astimezone(UTC) for c in ("happened_from", "happened_to", "published")
    )
    return Observation(
        id=ObservationId(row["id"]),
        feed=FeedId("press"),
        observer=ObserverId(row["outlet"]),
        observer_kind=ObserverKind.press,
        phenomenon=TimeInterval(start=start, end=end),
        reported_at=told,
        means=Means.reported,
        place=Point(at=Position.of(float(row["lat"]), float(row["lon"])), radius_m=int(row["radius_m"])),
        kind=Belief.certain("explosion"),
        count=Count(best=int(row["count"])),
        text=row["text"],
        source=SourceRef(urls=(row["url"],)),
    )


@pytest.fixture(scope="module")
def families(project_root: Path) -> dict[str, set[str]]:
    """Ids of the family of each report."""
    path = project_root / "src/ceasewatch/exercises/seventy_two_hours/feeds/press/press.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        table = tabulate(_report(row) for row in csv.DictReader(lines))
    found = origins(table)
    return {i: set(table.ids[found == f].tolist()) for i, f in zip(table.ids.tolist(), found.tolist(), strict=True)}


def test_copies_of_the_wire_are_one_origin(families: dict[str, set[str]]) -> None:
    assert families["p06"] == WIRE


@pytest.mark.parametrize("alone", ["p10", "p11", "p21", "p22"])
def test_who_saw_for_himself_is_an_origin_of_his_own(families: dict[str, set[str]], alone: str) -> None:
    assert families[alone] == {alone}


def test_every_report_has_a_family(families: dict[str, set[str]]) -> None:
    assert np.sum([len(f) for f in {frozenset(f) for f in families.values()}]) == len(families)
