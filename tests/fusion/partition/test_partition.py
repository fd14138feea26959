"""Cut into pieces that share nothing, fusion gives the same incidents, byte for byte."""

from __future__ import annotations

import itertools
import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.fusion import fuse
from ceasewatch.fusion.canonical import canonical
from ceasewatch.fusion.evidence import Codebook, evidence
from ceasewatch.fusion.grid import near
from ceasewatch.fusion.packed import JOINS
from ceasewatch.fusion.parameters import DEFAULT
from ceasewatch.fusion.partition import Split, fuse_in_partitions, run
from ceasewatch.fusion.partition.split import home, sent
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model.errors import DataError
from ceasewatch.model.table import IncidentTable, ObservationTable
from ceasewatch.simulate.generate import generate
from ceasewatch.simulate.world import load_world

_DAY_US = 86_400_000_000


def bytes_of(table: IncidentTable) -> dict[str, object]:
    """Every column, words included."""
    columns = {f.name: getattr(table, f.name) for f in fields(table)}
    m, a = columns.pop("members"), columns.pop("alternatives")
    columns["observations"] = columns["observations"].ids
    columns |= {"offsets": m.offsets, "row": m.row, "p": m.p, "why": m.why}
    columns |= {f"alternatives {n}": c for n, c in zip(a._fields, a, strict=True)}
    return {
        n: c.tolist() if not isinstance(c, np.ndarray) or c.dtype == object else c.tobytes() for n, c in columns.items()
    }


def moved(table: ObservationTable, lon: float = 0.0, lat: float = 0.0, us: int = 0) -> ObservationTable:
    """The same elsewhere."""
    east = (table.lon + lon + 180.0) % 360.0 - 180.0
    times = {n: getattr(table, n) + us for n in ("start_us", "end_us")}
    return replace(table, lat=table.lat + lat, lon=east, **times)


@pytest.fixture(scope="module")
def front() -> ObservationTable:
    return generate(load_world("tuning-front"), seed=11, events=300).table


@pytest.mark.parametrize("parts", [1, 3, 16])
def test_a_simulated_front(front: ObservationTable, parts: int) -> None:
    whole = fuse(front)
    assert bytes_of(fuse_in_partitions(front, split=Split(parts))) == bytes_of(whole)
    assert len(whole.alternatives.row) > 0
    assert (whole.origins < whole.reports).any()


def test_small_cells_and_short_buckets_cut_a_front_to_shreds(front: ObservationTable) -> None:
    shreds = Split(16, cell_deg=0.02, bucket_s=900.0)
    assert bytes_of(fuse_in_partitions(front, split=shreds)) == bytes_of(fuse(front))


@settings(max_examples=20, deadline=None)
@given(
    n=st.integers(2, 45),
    seed=st.integers(0, 10_000),
    parts=st.integers(1, 20),
    cell_deg=st.sampled_from([0.01, 0.05, 0.5, 7.0, 180.0]),
    bucket_s=st.sampled_from([600.0, 43_200.0, 86_400.0, 1e9]),
)
def test_any_split(scene: SimpleNamespace, n: int, seed: int, parts: int, cell_deg: float, bucket_s: float) -> None:
    observations = scene.front(n, seed)
    cut = fuse_in_partitions(observations, split=Split(parts, cell_deg, bucket_s))
    assert bytes_of(cut) == bytes_of(fuse(observations))


@pytest.mark.parametrize("lon", [-55.0, -54.98, 125.0])
def test_a_happening_on_the_date_line_and_on_borders_of_cells(scene: SimpleNamespace, lon: float) -> None:
    table = moved(tabulate(scene.front(60, 5)), lon=lon)
    assert bytes_of(fuse_in_partitions(table, split=Split(16, cell_deg=0.05))) == bytes_of(fuse(table))


def test_a_happening_at_midnight(scene: SimpleNamespace) -> None:
    pairs = [scene.observation(i, f"patrol {i}", scene.point(), scene.at(s, 4.0)) for i, s in (("a", -5), ("b", 1))]
    table = moved(tabulate(pairs), us=_DAY_US // 2)
    owners = [
        home(table, evidence(table, DEFAULT, Codebook(DEFAULT)), Split(parts, bucket_s=86_400.0)).tolist()
        for parts in range(2, 9)
    ]
    assert any(a != b for a, b in owners)
    for parts in range(2, 9):
        cut = fuse_in_partitions(table, split=Split(parts))
        assert len(cut) == 1
        assert bytes_of(cut) == bytes_of(fuse(table))


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    lat=st.sampled_from([0.0, 40.0, -35.0, 110.0, 130.0]),
    lon=st.sampled_from([0.0, -55.0, 125.0]),
    gate=st.sampled_from([2.5, 3.3]),
    split=st.builds(
        Split, st.integers(2, 16), st.sampled_from([0.01, 0.3, 20.0]), st.sampled_from([60.0, 3600.0, 86_400.0])
    ),
)
def test_rows_near_each_other_meet(
    scene: SimpleNamespace, seed: int, lat: float, lon: float, gate: float, split: Split
) -> None:
    """The border rule: whatever is compared is in one partition, also near the poles."""
    table = moved(tabulate(scene.front(30, seed)), lat=lat, lon=lon)
    e = evidence(table, DEFAULT, Codebook(DEFAULT))
    rows = np.flatnonzero(e.code[:, JOINS] == 1)
    row, part = sent(table, e, rows, gate, split)
    at = {r: set(part[row == r].tolist()) for r in rows.tolist()}
    owner = home(table, e, split)
    assert all(owner[r] in at[r] for r in at)
    for (i, here), (j, there) in itertools.combinations(at.items(), 2):
        assert not near(e.real, e.code, i, j, gate) or here & there


def test_without_the_border_rule_happenings_fall_apart(scene: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    def at_home(table: ObservationTable, e: Any, rows: Any, gate: float, split: Split) -> Any:
        return rows, home(table, e, split)[rows]

    observations = scene.front(60, 5)
    monkeypatch.setattr(run, "sent", at_home)
    cut = fuse_in_partitions(observations, split=Split(16, cell_deg=0.02, bucket_s=900.0))
    assert len(cut) > len(fuse(observations))


def test_each_piece_in_a_process_that_knows_nothing_else(scene: SimpleNamespace) -> None:
    """Also copies of one story, which meet by their words alone."""
    table = canonical(tabulate(scene.front(40, 3)))
    for row in (3, 17, 31):
        table.text[row] = "Three shells fell on the mill at Harrow, the mayor said"
    context = multiprocessing.get_context("spawn")
    called: set[str] = set()
    with ProcessPoolExecutor(1, context) as pool:

        def elsewhere(function: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterable[Any]:
            called.add(function.__name__)
            return pool.map(function, pieces)

        cut = fuse_in_partitions(table, split=Split(3, cell_deg=0.02), engine=elsewhere)
    assert called == {"look", "copies_in", "families", "linked", "settled", "incidents_of"}
    assert bytes_of(cut) == bytes_of(fuse(table))


def test_a_partition_sees_its_own_rows_and_its_halo_only(front: ObservationTable) -> None:
    sizes: list[int] = []

    def counting(function: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterable[Any]:
        kept = list(pieces)
        sizes.extend(len(p.part) for p in kept if function.__name__ == "linked")
        return map(function, kept)

    fuse_in_partitions(front, split=Split(16), engine=counting)
    assert max(sizes) < len(front) / 2


def test_nothing_gives_nothing_and_a_split_into_nothing_is_refused() -> None:
    assert len(fuse_in_partitions([])) == 0
    with pytest.raises(DataError, match="0 partitions"):
        Split(0)
