"""Health as Prometheus metrics: counts and times, no places and no content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from ceasewatch.pipeline.health import FeedState, Health


class _Collector:
    """Gives the metrics of one reading of the mission's health."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterator[Metric]:
        yield from self._metrics


def exposition(state: Health) -> bytes:
    """The text that a Prometheus server scrapes."""
    registry = CollectorRegistry()
    registry.register(_Collector([*_whole(state), *_feeds(state.feeds)]))
    return generate_latest(registry)


def _whole(state: Health) -> Iterator[Metric]:
    numbers = {
        "record_entries": ("Entries in the record", state.entries),
        "projection_lag_entries": ("Entries that the projections do not reflect yet", state.lag_entries),
        "projection_lag_seconds": ("Age of the oldest entry that the projections do not reflect", state.lag_s),
        "observations": ("Observations as they stand", state.totals.observations),
        "incidents": ("Incidents as they stand", state.totals.incidents),
        "incidents_provisional": ("Incidents that no whole fold has confirmed", state.totals.provisional),
        "quarantined_rows": ("Rows that were rejected", state.totals.quarantined),
        "disk_free_bytes": ("Free bytes where the mission lies", state.disk_free_bytes),
        "projector_running": ("Whether a process projects", int(state.projector is not None)),
        "alarms": ("Things that a person should look at", len(state.alarms)),
    }
    for name, (text, value) in numbers.items():
        yield GaugeMetricFamily(f"ceasewatch_{name}", text, value=value)
    if state.last_entry is not None:
        yield GaugeMetricFamily(
            "ceasewatch_last_entry_timestamp_seconds", "When the newest entry was recorded",
            value=state.last_entry.timestamp(),
        )  # fmt: skip


def _feeds(feeds: tuple[FeedState, ...]) -> Iterator[Metric]:
    silent = GaugeMetricFamily("ceasewatch_feed_silent", "1 if quiet for longer than expected", labels=["feed"])
    seen = GaugeMetricFamily("ceasewatch_feed_observations", "Observations of the feed", labels=["feed"])
    bad = GaugeMetricFamily("ceasewatch_feed_quarantined_rows", "Rows of the feed that were rejected", labels=["feed"])
    last = GaugeMetricFamily(
        "ceasewatch_feed_last_delivery_timestamp_seconds", "When the record last took something of it", labels=["feed"]
    )
    for feed in feeds:
        silent.add_metric([feed.feed], int(feed.silent))
        seen.add_metric([feed.feed], feed.observations)
        bad.add_metric([feed.feed], feed.quarantined)
        if feed.last_delivery is not None:
            last.add_metric([feed.feed], feed.last_delivery.timestamp())
    yield from (silent, seen, bad, last)
