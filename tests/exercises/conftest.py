"""Every exercise, played once."""

from __future__ import annotations

from functools import cache

import pytest

from ceasewatch.pipeline import catalogue


@cache
def files_of(name: str) -> dict[str, bytes]:
    """What the exercise delivers, and its truth, by path."""
    return catalogue.played(catalogue.folder_of(name), None)


@pytest.fixture(scope="session", params=catalogue.names())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def played(name: str) -> dict[str, bytes]:
    return files_of(name)
