"""Online fusion of a simulated front: late, corrected and withdrawn reports in any batches leave what bulk gives."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from ceasewatch.fusion import Fuser, fuse
from ceasewatch.model.table import ObservationTable
from ceasewatch.simulate.generate import generate
from ceasewatch.simulate.world import load_world


@pytest.fixture(scope="module")
def front() -> ObservationTable:
    return generate(load_world("tuning-front"), seed=11, events=500).table


@pytest.mark.parametrize("seed", [1, 2])
def test_it_equals_bulk_after_every_sort_of_change(scene: SimpleNamespace, front: ObservationTable, seed: int) -> None:
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(front))
    fuser = Fuser()
    for part in np.array_split(order, 7):
        fuser.add(front.take(part))
    gone = rng.choice(len(front), 40, replace=False)
    fuser.remove(front.ids[gone].tolist())
    fuser.add(front.take(gone[:25]))
    held = np.setdiff1d(np.arange(len(front)), gone[25:])
    assert scene.content(fuser.incidents()) == scene.content(fuse(front.take(held)))


def test_the_news_are_the_incidents_that_changed(scene: SimpleNamespace, front: ObservationTable) -> None:
    fuser = Fuser()
    fuser.add(front.take(np.arange(0, len(front) - 30)))
    before = {row[0]: row for row in scene.content(fuser.incidents())}
    fuser.add(front.take(np.arange(len(front) - 30, len(front))))
    after = {row[0]: row for row in scene.content(fuser.incidents())}
    different = {i for i in before.keys() | after.keys() if before.get(i) != after.get(i)}
    news = {row[0]: row for row in scene.content(fuser.news())}
    assert {i.strip("'\"") for i in different} <= fuser.changed()
    assert news == {i: after[i] for i in news}
    assert {i for i in different if i in after} <= set(news)
