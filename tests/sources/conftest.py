"""How the tests of feeds read a few bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ceasewatch.sources import FeedContext, Quarantined, Reading, SourceFile, feed

Read = Callable[..., tuple[list[Reading], list[Quarantined]]]


@pytest.fixture(scope="session")
def read() -> Read:
    """Read ``data`` with a feed; keyword arguments go to the context."""

    def run(
        feed_id: str, data: bytes | str, name: str = "file.csv", **context: Any
    ) -> tuple[list[Reading], list[Quarantined]]:
        raw = data.encode() if isinstance(data, str) else data
        found = list(feed(feed_id).read(SourceFile.of(raw, name), FeedContext(**context)))
        readings = [r for r in found if isinstance(r, Reading)]
        return readings, [q for q in found if isinstance(q, Quarantined)]

    return run
