"""From computed to observed probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from ceasewatch.fusion import fuse
from ceasewatch.fusion.calibration import MEMBERS, OTHERS, Calibration
from ceasewatch.simulate.generate import generate
from ceasewatch.simulate.world import load_world


@pytest.mark.parametrize("calibration", [MEMBERS, OTHERS], ids=["members", "others"])
def test_it_is_monotone_and_stays_a_probability(calibration: Calibration) -> None:
    p = np.linspace(0.0, 1.0, 10_001)
    so = calibration.of(p)
    assert (np.diff(so) >= 0.0).all()
    assert so.min() > 0.0
    assert so.max() <= 1.0


def test_without_points_nothing_changes() -> None:
    assert Calibration().of(np.array([0.25, 0.5, 1.0])).tolist() == [0.25, 0.5, 1.0]


def test_a_report_is_never_about_more_than_one_happening_on_the_whole() -> None:
    world = generate(load_world("tuning-front"), seed=3, events=600)
    incidents = fuse(world.table)
    own = np.zeros(len(incidents.observations))
    own[incidents.members.row] = incidents.members.p
    others = np.bincount(incidents.alternatives.row, incidents.alternatives.p, len(own))
    size = np.diff(incidents.members.offsets)
    shared = np.zeros(len(own), bool)
    shared[incidents.members.row] = np.repeat(size, size) > 1
    assert (shared & (others > 0.0)).sum() > 20, "there is something to test"
    assert (own + others)[shared].max() <= 1.0 + 1e-9
    assert others.max() <= 1.0 + 1e-9
