"""The word for effort: hours, and what would have been seen where that can be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ceasewatch.model import Coverage, CoverageState, ObserverKind, TimeInterval
from ceasewatch.model.ids import ObserverId
from ceasewatch.release import EffortState
from ceasewatch.release.effort import SEEN, effort
from ceasewatch.release.released import Basis

START = datetime(2031, 5, 1, tzinfo=UTC)
DAY = TimeInterval(start=START, end=START + timedelta(days=1))


def worked(hours):
    return Coverage(
        observer=ObserverId("a"),
        observer_kind=ObserverKind.patrol,
        interval=TimeInterval(start=START, end=START + timedelta(hours=hours)),
        state=CoverageState.observing,
        area_name="North",
    )


@pytest.mark.parametrize(
    ("hours", "p_seen", "state", "basis"),
    [
        (24, None, EffortState.adequate, Basis.hours),
        (24, SEEN, EffortState.adequate, Basis.detectability),
        (24, SEEN - 0.01, EffortState.partial, Basis.detectability),
        (24, 0.0, EffortState.partial, Basis.detectability),
        (6, 0.99, EffortState.partial, Basis.detectability),
    ],
)
def test_adequate_asks_for_hours_and_for_sight(hours, p_seen, state, basis):
    (told,) = effort([worked(hours)], DAY, {} if p_seen is None else {"North": p_seen})
    assert (told.state, told.basis) == (state, basis)
