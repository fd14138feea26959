"""What the system says of itself, as entries of the record."""

from __future__ import annotations

from datetime import datetime

from ceasewatch.pipeline import entries
from ceasewatch.pipeline.health import FeedState
from ceasewatch.pipeline.mission import MISSION
from ceasewatch.record import Entry
from ceasewatch.store import Notice

SILENCE = "silence"


def silence(feed: FeedState, at: datetime) -> Entry:
    """A feed is silent, noticed at ``at``; one entry for each silence, however often it is noticed."""
    since = feed.last_delivery.isoformat() if feed.last_delivery else "never"
    text = f"feed {feed.feed} is silent: last delivery {since}, one is expected every {feed.expected_every_s} s"
    return Entry(
        kind=entries.NOTICE,
        payload=Notice(topic=SILENCE, text=text, at=at),
        idempotency=(entries.NOTICE, SILENCE, feed.feed, since),
        compartment=MISSION,
        compare=text.encode(),
    )
