"""Fusion is a function of the set of observations: order, batches, corrections and withdrawals leave no trace."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.fusion import Fuser, Parameters, fuse
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model.errors import DataError

SIZES = st.integers(2, 45)
SEEDS = st.integers(0, 10_000)


@settings(max_examples=25)
@given(n=SIZES, seed=SEEDS)
def test_order_does_not_matter(scene: SimpleNamespace, n: int, seed: int) -> None:
    observations = scene.front(n, seed)
    shuffled = random.Random(seed).sample(observations, n)
    assert scene.content(fuse(observations)) == scene.content(fuse(shuffled))


@settings(max_examples=25)
@given(n=SIZES, seed=SEEDS, cuts=st.lists(st.integers(0, 45), max_size=4))
def test_batches_do_not_matter(scene: SimpleNamespace, n: int, seed: int, cuts: list[int]) -> None:
    observations = scene.front(n, seed)
    random.Random(seed).shuffle(observations)
    fuser = Fuser()
    edges = [0, *sorted(min(c, n) for c in cuts), n]
    for start, stop in itertools.pairwise(edges):
        fuser.add(observations[start:stop])
    assert scene.content(fuser.incidents()) == scene.content(fuse(observations))


@settings(max_examples=20)
@given(n=st.integers(3, 40), seed=SEEDS, gone=st.sets(st.integers(0, 39), max_size=8))
def test_withdrawn_ones_leave_no_trace(scene: SimpleNamespace, n: int, seed: int, gone: set[int]) -> None:
    observations = scene.front(n, seed)
    fuser = Fuser()
    fuser.add(observations)
    fuser.remove([o.id for k, o in enumerate(observations) if k in gone])
    rest = [o for k, o in enumerate(observations) if k not in gone]
    assert scene.content(fuser.incidents()) == scene.content(fuse(rest))


@settings(max_examples=20)
@given(n=st.integers(3, 40), seed=SEEDS, which=st.integers(0, 39))
def test_a_correction_replaces(scene: SimpleNamespace, n: int, seed: int, which: int) -> None:
    observations = scene.front(n, seed)
    fuser = Fuser()
    fuser.add(observations)
    old = observations[which % n]
    observations[which % n] = msgspec.structs.replace(old, place=scene.point(1.0, 1.0, 300), phenomenon=scene.at(900.0))
    fuser.add([observations[which % n]])
    assert scene.content(fuser.incidents()) == scene.content(fuse(observations))


@settings(max_examples=10)
@given(seed=SEEDS)
def test_large_neighbourhoods_split_alike(scene: SimpleNamespace, seed: int) -> None:
    """Also where groups are larger than what is weighed as a whole."""
    few = Parameters(cut=-2.0)
    observations = scene.front(60, seed)
    fuser = Fuser(parameters=few)
    for part in np.array_split(np.random.default_rng(seed).permutation(60), 3):
        fuser.add([observations[k] for k in part])
    bulk = fuse(observations, parameters=few)
    assert scene.content(fuser.incidents()) == scene.content(bulk)


def test_record_order_decides_the_name(scene: SimpleNamespace) -> None:
    near = [scene.observation(i, f"patrol {i}", scene.point(), scene.at()) for i in ("a", "b")]
    table = tabulate(near, seq=[7, 3])
    merged = fuse(table)
    assert merged.ids.tolist() == ["inc-b"]
    assert merged.observations.ids[merged.members.row].tolist() == ["b", "a"]


def test_a_merge_keeps_the_older_name(scene: SimpleNamespace) -> None:
    fuser = Fuser()
    first = scene.observation("first", "north post", scene.point(0, 0, 1500), scene.at(0))
    second = scene.observation("second", "south post", scene.point(4.2, 0, 1500), scene.at(60))
    fuser.add(tabulate([first], seq=[1]))
    fuser.add(tabulate([second], seq=[2]))
    assert set(fuser.incidents().ids) == {"inc-first", "inc-second"}
    between = scene.observation("between", "mid post", scene.point(2.1, 0, 1500), scene.at(30))
    fuser.add(tabulate([between], seq=[3]))
    assert "inc-first" in set(fuser.incidents().ids)
    assert scene.content(fuser.incidents()) == scene.content(fuse(tabulate([first, second, between], seq=[1, 2, 3])))


def test_changed_names_what_changed_and_nothing_else(scene: SimpleNamespace) -> None:
    fuser = Fuser()
    fuser.add([scene.observation("here", "a", scene.point(), scene.at())])
    fuser.add([scene.observation("far", "b", scene.point(500.0), scene.at())])
    assert fuser.changed() == {"inc-far"}
    fuser.add([scene.observation("here too", "c", scene.point(), scene.at(5))])
    assert fuser.changed() == {"inc-here"}
    fuser.remove(["nobody"])
    assert fuser.changed() == frozenset()
    fuser.remove(["far"])
    assert fuser.changed() == {"inc-far"}


def test_two_observations_with_one_id_are_refused(scene: SimpleNamespace) -> None:
    twice = [scene.observation("same", w, scene.point(), scene.at()) for w in ("a", "b")]
    with pytest.raises(DataError, match="'same' occurs twice"):
        fuse(twice)
    with pytest.raises(DataError, match="no id"):
        fuse([scene.observation("", "a", scene.point(), scene.at())])


def test_nothing_gives_nothing() -> None:
    assert len(fuse([])) == 0
    fuser = Fuser()
    fuser.add([])
    assert len(fuser.incidents()) == 0


def test_ties_of_sequence_go_by_id(scene: SimpleNamespace) -> None:
    table = tabulate([scene.observation(i, i, scene.point(), scene.at()) for i in ("b", "a")])
    assert fuse(replace(table, seq=np.array([5, 5]))).ids.tolist() == ["inc-a"]
