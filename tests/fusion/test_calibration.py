"""From computed to observed probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from ceasewatch.fusion.calibration import MEMBERS, OTHERS, Calibration


@pytest.mark.parametrize("calibration", [MEMBERS, OTHERS], ids=["members", "others"])
def test_it_is_monotone_and_stays_a_probability(calibration: Calibration) -> None:
    p = np.linspace(0.0, 1.0, 10_001)
    so = calibration.of(p)
    assert (np.diff(so) >= 0.0).all()
    assert so.min() > 0.0
    assert so.max() <= 1.0


def test_without_points_nothing_changes() -> None:
    assert Calibration().of(np.array([0.25, 0.5, 1.0])).tolist() == [0.25, 0.5, 1.0]
