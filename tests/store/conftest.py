"""Projections of each backend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ceasewatch.store import Projections
from ceasewatch.store.sqlite import SqliteProjections, new_file, publish


@pytest.fixture(params=["sqlite"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Projections]]:
    """Makes or reopens the projections of one backend; a second backend joins as one more parameter."""
    link = tmp_path / "projections.sqlite"
    made: list[Projections] = []

    def again() -> Projections:
        if not link.exists():
            file = new_file(link)
            first = SqliteProjections.create(file)
            first.finish()
            first.close()
            publish(link, file)
        store = SqliteProjections.open(link)
        assert store is not None
        made.append(store)
        return store

    yield again
    for store in made:
        store.close()


@pytest.fixture
def store(fresh: Callable[[], Projections]) -> Projections:
    """Empty projections."""
    return fresh()
