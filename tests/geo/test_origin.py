"""What counts as one origin: a stated one, else the first address, else the observer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ceasewatch.geo.tabulate import origin_of
from ceasewatch.model import (
    Belief,
    Kind,
    Means,
    Observation,
    ObserverKind,
    SourceRef,
    TimeInterval,
    UnknownPlace,
)
from ceasewatch.model.ids import FeedId, ObserverId

MOMENT = datetime(2031, 3, 4, 12, tzinfo=UTC)


def observed(source: SourceRef) -> Observation:
    return Observation(
        feed=FeedId("f"),
        observer=ObserverId("outlet-1"),
        observer_kind=ObserverKind.press,
        phenomenon=TimeInterval(start=MOMENT, end=MOMENT),
        means=Means.reported,
        place=UnknownPlace(why="not said"),
        kind=Belief.certain(Kind.explosion),
        source=source,
    )


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        (SourceRef(), "outlet-1"),
        (SourceRef(urls=("https://www.wire.example/a/#top", "https://b.example")), "wire.example/a"),
        (SourceRef(urls=("https://b.example/a",), origin="air-alerts"), "air-alerts"),
    ],
)
def test_the_stated_origin_comes_first(source: SourceRef, origin: str) -> None:
    assert origin_of(observed(source)) == origin
