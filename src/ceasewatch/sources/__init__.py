"""Feeds: files that others deliver, read into observations and coverage, each bad row set aside with its reason."""

from ceasewatch.sources.feed import Feed, FeedContext, Quarantined, Reading, SourceFile
from ceasewatch.sources.limits import Limits
from ceasewatch.sources.manifest import Example, FeedManifest, Parameter
from ceasewatch.sources.registry import feed, feed_ids, feeds

__all__ = [
    "Example",
    "Feed",
    "FeedContext",
    "FeedManifest",
    "Limits",
    "Parameter",
    "Quarantined",
    "Reading",
    "SourceFile",
    "feed",
    "feed_ids",
    "feeds",
]
