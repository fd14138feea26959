"""How the mission's machinery is: no places, no content. A silent feed is an alarm, not a zero."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from msgspec.structs import replace

from ceasewatch.model import from_us
from ceasewatch.model.ids import FeedId
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc
from ceasewatch.model.values import CapStatus
from ceasewatch.pipeline.lock import Holder, holder
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.record import Record
from ceasewatch.store import FeedActivity, Filter, Order, Projections, Totals, Watermark
from ceasewatch.store.sqlite import SqliteProjections

LOW_DISK = 1 << 30
"""Free bytes below which the disk is an alarm."""

LATE_S = 300
"""Projections older than this, behind a record that has grown, are an alarm."""


class FeedState(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """How one feed delivers.

    Attributes:
        last_delivery: when the record last took a file or body of it.
        last_reported: latest time that the source itself states.
        expected_every_s: 0 if no rhythm is expected.
        silent: nothing came for longer than that; also of a feed that never delivered.
    """

    feed: FeedId
    title: str
    observations: int = 0
    quarantined: int = 0
    first: Utc | None = None
    last: Utc | None = None
    last_delivery: Utc | None = None
    last_reported: Utc | None = None
    expected_every_s: int = 0
    silent: bool = False

    @property
    def state(self) -> str:
        """In a word: ``silent``, ``delivers``, or ``nothing yet`` where no rhythm is expected."""
        if self.silent:
            return "silent"
        return "nothing yet" if self.last_delivery is None else "delivers"


class Health(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """How everything is, at ``at``.

    Attributes:
        entries: in the record.
        last_entry: when the newest was recorded.
        lag_entries: in the record and not yet in the projections.
        lag_s: age of the oldest of these.
        projector: which process projects; ``None`` if none does.
        alarms: what a person should look at, in words.
    """

    mission: str
    status: CapStatus
    at: Utc
    entries: int
    last_entry: Utc | None
    watermark: Watermark
    lag_entries: int
    lag_s: float
    totals: Totals
    feeds: tuple[FeedState, ...]
    disk_free_bytes: int
    projector: Holder | None
    alarms: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Nothing needs a person."""
        return not self.alarms


def health(folder: MissionFolder, at: datetime) -> Health:
    """How the mission is at ``at`` (now, as the caller has it). Needs no keys.

    Raises:
        EnvironmentProblem: the record cannot be opened.
    """
    store = SqliteProjections.open(folder.projections_link)
    try:
        with Record.open(folder.path / "record") as record:
            return _health(folder, at, record, store)
    finally:
        if store is not None:
            store.close()


def _health(folder: MissionFolder, at: datetime, record: Record, store: Projections | None) -> Health:
    mark = store.watermark() if store else Watermark()
    last = record.last()
    waiting = next(record.read(after=mark.size, until_seq=mark.size + 1), None)
    feeds = feed_states(folder, store, at)
    state = Health(
        mission=folder.mission.name,
        status=folder.mission.status.cap,
        at=at,
        entries=record.size,
        last_entry=None if last is None else from_us(last.recorded_us),
        watermark=mark,
        lag_entries=max(0, record.size - mark.size),
        lag_s=0.0 if waiting is None else max(0.0, (at - from_us(waiting.recorded_us)).total_seconds()),
        totals=store.totals() if store else Totals(),
        feeds=feeds,
        disk_free_bytes=shutil.disk_usage(folder.path).free,
        projector=holder(folder.path),
    )
    return replace(state, alarms=tuple(_alarms(state)))


def feed_states(folder: MissionFolder, store: Projections | None, at: datetime) -> tuple[FeedState, ...]:
    """Of each feed that the mission lists, and of each that delivered without being listed."""
    active = {a.feed: a for a in store.activity()} if store else {}
    listed = [f.id for f in folder.mission.feeds]
    return tuple(
        _feed_state(folder, store, feed, active.get(feed, FeedActivity(feed=feed)), at)
        for feed in [*listed, *sorted(set(active) - set(listed))]
    )


def _feed_state(
    folder: MissionFolder, store: Projections | None, feed: FeedId, active: FeedActivity, at: datetime
) -> FeedState:
    setting = folder.setting(feed)
    newest = store.deliveries(Filter(feed=feed, order=Order.newest, limit=1)) if store else []
    came = [t for t in (active.last_recorded, newest[0].recorded_at if newest else None) if t is not None]
    last = max(came) if came else None
    quiet = timedelta(seconds=setting.expected_every_s)
    return FeedState(
        feed=feed,
        title=folder.manifest(feed).title,
        observations=active.observations,
        quarantined=sum(d.quarantined for d in store.deliveries(Filter(feed=feed))) if store else 0,
        first=active.first,
        last=active.last,
        last_delivery=last,
        last_reported=active.last_reported,
        expected_every_s=setting.expected_every_s,
        silent=bool(quiet) and (last is None or at - last > quiet),
    )


def _alarms(state: Health) -> list[str]:
    found = [f"feed {f.feed} is silent: {_since(f)}" for f in state.feeds if f.silent]
    if state.lag_s > LATE_S:
        who = "no process projects" if state.projector is None else f"process {state.projector.pid} projects"
        found.append(f"{state.lag_entries} entries wait to be projected, the oldest for {state.lag_s:.0f} s; {who}")
    if state.disk_free_bytes < LOW_DISK:
        found.append(f"only {state.disk_free_bytes / 1e6:.0f} MB are free on the disk")
    return found


def _since(feed: FeedState) -> str:
    expected = f"one delivery in {feed.expected_every_s} s is expected"
    if feed.last_delivery is None:
        return f"it never delivered, {expected}"
    return f"the last delivery came at {feed.last_delivery:%Y-%m-%dT%H:%M:%SZ}, {expected}"
