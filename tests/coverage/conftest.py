"""Ledgers and cells to reason about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ceasewatch.model import Coverage, CoverageState, ObserverKind, TimeInterval
from ceasewatch.model.ids import ObserverId
from ceasewatch.model.place import Point, Position

DAY = datetime(2031, 5, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def day() -> datetime:
    """The first midnight of the ledgers."""
    return DAY


@pytest.fixture(scope="session")
def entry() -> Callable[..., Coverage]:
    """Makes one coverage interval: observer, from and to in hours after :data:`DAY`, state."""

    def make(observer: str, start_h: float, end_h: float, state: str = "observing", **more: Any) -> Coverage:
        at = more.pop("at", None)
        place = Point(at=Position.of(*at), radius_m=more.pop("reach_m", 0)) if at else more.pop("place", None)
        return Coverage(
            observer=ObserverId(observer),
            observer_kind=ObserverKind(more.pop("kind", "patrol")),
            interval=TimeInterval(start=DAY + timedelta(hours=start_h), end=DAY + timedelta(hours=end_h)),
            state=CoverageState(state),
            place=place,
            area_name=more.pop("area", "North"),
            **more,
        )

    return make
