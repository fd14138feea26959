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


def entry(state, begin, end, *, observer="a", kind=ObserverKind.patrol):
    return Coverage(
        observer=ObserverId(observer),
        observer_kind=kind,
        interval=TimeInterval(start=START + timedelta(hours=begin), end=START + timedelta(hours=end)),
        state=state,
        area_name="North",
    )


OBSERVING, DENIED, UNKNOWN = CoverageState.observing, CoverageState.denied, CoverageState.unknown


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([entry(OBSERVING, 0, 12), entry(OBSERVING, 0, 12)], EffortState.partial),
        ([entry(OBSERVING, 0, 12), entry(OBSERVING, 2, 14)], EffortState.partial),
        ([entry(OBSERVING, 0, 24), entry(DENIED, 0, 24)], EffortState.none),
        ([entry(OBSERVING, 0, 24), entry(UNKNOWN, 0, 24)], EffortState.unknown),
        ([entry(OBSERVING, 0, 24), entry(DENIED, 0, 12)], EffortState.partial),
    ],
    ids=["written twice", "two logs overlap", "denied all the same", "nobody knows", "half denied"],
)
def test_an_hour_counts_once_and_as_what_saw_least(entries, state):
    (told,) = effort(entries, DAY)
    assert told.state == state
    assert sum(h for _, h in told.hours) <= 24


@pytest.mark.parametrize("kind", [ObserverKind.press, ObserverKind.social_media, ObserverKind.party])
def test_whoever_has_no_post_does_not_watch(kind):
    """A newspaper that appeared is no look at an area."""
    (told,) = effort([entry(OBSERVING, 0, 24, kind=kind)], DAY)
    assert (told.state, told.observers) == (EffortState.unknown, 0)
    (told,) = effort([entry(OBSERVING, 0, 24, kind=kind), entry(DENIED, 0, 24, observer="p")], DAY)
    assert told.state == EffortState.none
