"""Which feeds there are. Each is imported when it is asked for, so that a command starts fast."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from ceasewatch.model.errors import NotFoundError
from ceasewatch.sources.feed import Feed

_FEEDS: Mapping[str, str] = {
    "air-alerts": "ceasewatch.sources.air_alerts",
    "coverage": "ceasewatch.sources.coverage",
    "firms": "ceasewatch.sources.firms",
    "geojson": "ceasewatch.sources.geojson.feed",
    "smm-text": "ceasewatch.sources.smm_text.feed",
    "table": "ceasewatch.sources.table.feed",
    "ucdp-articles": "ceasewatch.sources.ucdp_articles",
    "ucdp-ged": "ceasewatch.sources.ucdp_ged",
    "viina": "ceasewatch.sources.viina",
}
"""Feed id -> module whose ``FEED`` it is."""


def feed_ids() -> tuple[str, ...]:
    """The ids of all feeds, sorted, without importing any."""
    return tuple(_FEEDS)


def feed(feed_id: str) -> Feed:
    """The feed with this id.

    Raises:
        NotFoundError: there is none; the message lists those that there are.
    """
    module = _FEEDS.get(feed_id)
    if module is None:
        raise NotFoundError(f"there is no feed {feed_id!r}", todo=f"known feeds: {', '.join(_FEEDS)}")
    return cast(Feed, import_module(module).FEED)


def feeds() -> tuple[Feed, ...]:
    """All feeds, in order of their ids."""
    return tuple(feed(feed_id) for feed_id in _FEEDS)
