"""Families of copies: a function of the set, the same online and at once, and never two stories in one."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.fusion.echo import EchoIndex, origins
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import ObserverKind
from ceasewatch.model.table import Int, ObservationTable


def partition(label: Int) -> set[frozenset[int]]:
    """The groups, without their names."""
    return {frozenset(np.flatnonzero(label == one).tolist()) for one in np.unique(label)}


@pytest.fixture(scope="module")
def press(made: SimpleNamespace) -> tuple[ObservationTable, Int]:
    """Twelve stories with a twin each, and their copies."""
    table, truth = made.press(12, 12, 5)
    return table, truth


def test_code_is_the_smallest_row_of_the_family(press: tuple[ObservationTable, Int]) -> None:
    found = origins(press[0])
    assert all(found[found == f].size and np.flatnonzero(found == f)[0] == f for f in np.unique(found))


@settings(max_examples=8)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_is_of_no_account(press: tuple[ObservationTable, Int], seed: int) -> None:
    table, _ = press
    mixed = np.random.default_rng(seed).permutation(len(table))
    back = np.empty(len(table), np.int64)
    back[mixed] = origins(table.take(mixed))
    assert partition(back) == partition(origins(table))


@settings(max_examples=8)
@given(seed=st.integers(0, 10_000))
def test_online_equals_all_at_once(press: tuple[ObservationTable, Int], seed: int) -> None:
    """Rows come in any order and any batches, some go again; each answer says all that changed."""
    table, _ = press
    rng = np.random.default_rng(seed)
    index = EchoIndex()
    slot = np.full(len(table), -1, np.int64)
    family: dict[int, int] = {}
    for batch in np.array_split(rng.permutation(len(table)), 9):
        slots, changed = index.add(table.take(batch))
        slot[batch] = slots
        told = dict(zip(changed.tolist(), index.family(changed).tolist(), strict=True))
        gone = rng.choice(batch, 2, replace=False)
        changed = index.remove(slot[gone])
        family = {**family, **told}
        family = {s: f for s, f in family.items() if s not in slot[gone].tolist()}
        family |= dict(zip(changed.tolist(), index.family(changed).tolist(), strict=True))
        slot[gone] = -1
        held = np.flatnonzero(slot >= 0)
        now = index.family(slot[held])
        assert [family[s] for s in slot[held].tolist()] == now.tolist()
        assert partition(now) == partition(origins(table.take(held)))


def test_rows_that_tell_nothing_are_families_of_their_own(made: SimpleNamespace) -> None:
    story = made.stories(np.random.default_rng(0), 1)[0]
    table = tabulate(made.report(f"r{n}", f"outlet {n}", story, "") for n in range(5))
    assert origins(table).tolist() == [0, 1, 2, 3, 4]


def test_who_perceives_does_not_copy(made: SimpleNamespace) -> None:
    story = made.stories(np.random.default_rng(0), 1)[0]
    patrols = [made.report(f"r{n}", f"patrol {n}", story, story.text(), kind=ObserverKind.patrol) for n in range(4)]
    assert len(set(origins(tabulate(patrols)).tolist())) == 4


def test_one_outlet_with_two_events_is_two_origins_and_with_an_update_one(made: SimpleNamespace) -> None:
    story = made.Story(0, 2, 1, 3, 4, 600, 0)
    later = made.Story(0, 2, 1, 5, 9, 840, 0)
    first = made.report("a", "Island Wire", story, story.text(), urls=("https://island.example/s/77",))
    other = made.report("b", "Island Wire", later, later.text(), urls=("https://island.example/s/78",))
    more = made.Story(0, 2, 1, 3, 7, 600, 0)
    update = made.report("c", "Island Wire", more, "UPDATE. " + more.text(), late_s=5400.0,
                         urls=("https://island.example/s/77?utm_source=x",))  # fmt: skip
    assert partition(origins(tabulate([first, other, update]))) == {frozenset({0, 2}), frozenset({1})}


def test_a_chain_of_small_changes_does_not_drift(made: SimpleNamespace) -> None:
    """Each text shares most words with the one before; the last shares none with the first."""
    words = [f"word{n}" for n in range(40)]
    story = made.Story(0, 0, 0, 3, 4, 600, 0)
    chain = [
        made.report(f"c{n:02d}", f"outlet {n}", story, " ".join(words[n : n + 10]), late_s=60.0 * n)
        for n in range(30)
    ]  # fmt: skip
    table = tabulate(chain)
    for n in range(1, 30):  # intervals that are not equal, so that words alone decide
        table.start_us[n] += n * 3_600_000_00
        table.end_us[n] += n * 3_600_000_00
    found = origins(table)
    assert found[29] != found[0]


def test_copies_are_found_and_twins_kept_apart(made: SimpleNamespace) -> None:
    """Another seed than anything that was tuned; twins share town and pattern, not number, target or hour."""
    table, truth = made.press(40, 30, 99)
    found = origins(table)
    first = np.array([np.flatnonzero(truth == t)[0] for t in truth])
    copies = first != np.arange(len(truth))
    joined = found != np.arange(len(found))
    assert np.mean(found[copies] == found[first[copies]]) >= 0.95
    assert np.mean(truth[joined] != truth[found[joined]]) <= 0.02
