"""A flood of reports alike costs no more than many reports do, swallows nothing, and is the same in every engine."""

from __future__ import annotations

import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.fusion import Fuser, crowd, fuse
from ceasewatch.fusion.partition import Split, fuse_in_partitions
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model.table import IncidentTable, ObservationTable


def flood(scene: SimpleNamespace, n: int, *, scatter: float = 0.0, voices: int = 10_000) -> ObservationTable:
    """So many reports of one place and minute, by so many accounts; scattered by so many of their own errors."""
    one = scene.observation("x", "w", scene.point(radius_m=500), scene.at(), observer_kind="social_media")
    table = tabulate([one]).take(np.zeros(n, np.int64))
    rng = np.random.default_rng(n)
    names = np.array([f"w{k % voices}" for k in range(n)], object)
    off = (rng.normal(0, scatter * 60e6, n)).astype(np.int64)
    return replace(
        table,
        ids=np.array([f"flood{k:06d}" for k in range(n)], object),
        observer=names,
        origin=names,
        seq=np.arange(n),
        start_us=table.start_us + off,
        end_us=table.end_us + off,
        lat=table.lat + rng.normal(0, scatter * 0.002, n),
        lon=table.lon + rng.normal(0, scatter * 0.002, n),
    )


def others(scene: SimpleNamespace) -> ObservationTable:
    """A dense front around the flood, recorded before it."""
    table = tabulate(scene.front(60, 7))
    return replace(table, seq=np.arange(len(table)) - 1000)


def holding(table: IncidentTable, word: str) -> list[int]:
    """Numbers of members of the incidents with a member whose id begins so."""
    ids = table.observations.ids[table.members.row].astype(str)
    which = np.repeat(np.arange(len(table)), np.diff(table.members.offsets))
    return [int(table.reports[n]) for n in np.unique(which[np.char.startswith(ids, word)])]


@pytest.mark.parametrize("scatter", [0.0, 0.3, 1.0])
def test_it_takes_seconds_not_minutes(scene: SimpleNamespace, scatter: float) -> None:
    """Work of the third power took 19 CPU seconds here."""
    fuse(flood(scene, 80))
    begin = time.process_time()
    found = fuse(flood(scene, 900, scatter=scatter))
    assert time.process_time() - begin < 6.0
    assert found.reports.max() > 850


def test_a_front_around_it_is_not_merged(scene: SimpleNamespace) -> None:
    front = others(scene)
    alone, both = fuse(front), fuse(ObservationTable.concat([front, flood(scene, 400)]))
    assert max(holding(both, "flood")) > 300
    assert len(holding(both, "o")) > 0.6 * len(alone)


@settings(max_examples=8, deadline=None)
@given(
    n=st.integers(70, 160),
    scatter=st.sampled_from([0.0, 0.2, 1.0]),
    voices=st.sampled_from([20, 90, 10_000]),
    seed=st.integers(0, 1000),
)
def test_bulk_online_and_partitions_agree(
    scene: SimpleNamespace, n: int, scatter: float, voices: int, seed: int
) -> None:
    table = ObservationTable.concat([others(scene), flood(scene, n, scatter=scatter, voices=voices)])
    bulk = fuse(table)
    rng = np.random.default_rng(seed)
    fuser = Fuser()
    for part in np.array_split(rng.permutation(len(table)), 4):
        fuser.add(table.take(part))
    assert scene.content(fuser.incidents()) == scene.content(bulk)
    cut = fuse_in_partitions(table, split=Split(8, cell_deg=0.01, bucket_s=600.0))
    assert scene.content(cut) == scene.content(bulk)
    gone = rng.choice(len(table), 50, replace=False)
    fuser.remove(table.ids[gone].tolist())
    rest = np.setdiff1d(np.arange(len(table)), gone)
    assert scene.content(fuser.incidents()) == scene.content(fuse(table.take(rest)))


def test_one_voice_is_never_twice_in_an_incident(scene: SimpleNamespace) -> None:
    sensors = replace(flood(scene, 300, voices=100), observer_kind=np.full(300, 0, np.int8))
    found = fuse(sensors)
    voices = sensors.observer[found.members.row]
    which = np.repeat(np.arange(len(found)), np.diff(found.members.offsets))
    pairs = list(zip(which.tolist(), voices.tolist(), strict=True))
    assert len(pairs) == len(set(pairs))
    assert found.reports.tolist() == [100, 100, 100]


def test_few_reports_follow_nobody(scene: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    table = ObservationTable.concat([others(scene), flood(scene, crowd.MOST)])
    as_ever = scene.content(fuse(table))
    monkeypatch.setattr(crowd, "MOST", 10_000)
    assert scene.content(fuse(table)) == as_ever
