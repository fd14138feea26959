"""Two feeds of the same air-raid alerts: the natural pairs are found, and nothing else is joined."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import msgspec
import numpy as np
import pytest

from ceasewatch.fusion import fuse
from ceasewatch.model import Observation
from ceasewatch.model.table import IncidentTable
from ceasewatch.sources.feed import FeedContext, Reading, SourceFile
from ceasewatch.sources.registry import feed


@pytest.fixture(scope="module")
def spring(shared_data: Path) -> IncidentTable:
    """The first weeks in which both feeds speak."""
    rows: list[Observation] = []
    for name in ("official", "volunteer"):
        source = SourceFile.at(shared_data / f"air_raid_alerts_{name}_2022_2023.csv.gz")
        read = (r.item for r in feed("air-alerts").read(source, FeedContext()) if isinstance(r, Reading))
        for item in islice(read, 4000):
            assert isinstance(item, Observation)
            rows.append(msgspec.structs.replace(item, id=f"{name}-{len(rows)}"))
    return fuse(rows)


def _feed_of(table: IncidentTable) -> list[set[str]]:
    ids, m = table.observations.ids, table.members
    return [{i.split("-")[0] for i in ids[m.row[m.of(n)]]} for n in range(len(table))]


def test_no_incident_has_one_feed_twice(spring: IncidentTable) -> None:
    assert all(len(feeds) == n for feeds, n in zip(_feed_of(spring), spring.reports.tolist(), strict=True))


def test_most_alerts_that_both_feeds_saw_are_paired(spring: IncidentTable) -> None:
    """Where another feed's alert of the same area starts within two minutes, the two are one incident."""
    t, area = spring.observations, spring.observations.area
    official = np.array([i.startswith("official") for i in t.ids])
    whole = np.array([dict(o.properties).get("level", "oblast") == "oblast" for o in t.rows])
    paired = np.zeros(len(t), bool)
    for n in np.flatnonzero(spring.reports == 2):
        paired[spring.members.row[spring.members.of(int(n))]] = True
    partners = missed = 0
    for row in np.flatnonzero(official & whole):
        near = ~official & (area == area[row]) & (np.abs(t.start_us - t.start_us[row]) <= 120_000_000)
        partners += bool(near.any())
        missed += bool(near.any()) and not paired[row]
    assert partners > 1500
    assert missed / partners < 0.02
