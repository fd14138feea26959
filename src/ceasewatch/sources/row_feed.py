"""The loop that all feeds of rows share: open, read, build, set aside."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import timedelta

from ceasewatch.model.coverage import Coverage
from ceasewatch.model.errors import DataError, RowError
from ceasewatch.model.observation import Observation
from ceasewatch.sources.containers import Part, parts
from ceasewatch.sources.feed import FeedContext, Quarantined, Reading, SourceFile, excerpt
from ceasewatch.sources.identity import Ordinals
from ceasewatch.sources.manifest import FeedManifest
from ceasewatch.sources.row import Row
from ceasewatch.sources.rows import Layout, rows

Build = Callable[[Row], Observation | Coverage]
"""Makes the item of one row; raises RowError if it cannot."""


class RowFeed(ABC):
    """A feed whose files are tables. A concrete one has a manifest, a layout and a builder of rows."""

    manifest: FeedManifest
    layout: Layout

    @abstractmethod
    def builder(self, context: FeedContext, file: str) -> Build:
        """The function that turns a row of ``file`` into an observation or a coverage interval.

        Raises:
            UsageError: the context does not fit the feed.
        """

    def layout_for(self, context: FeedContext) -> Layout:
        """The layout of this delivery; a feed with a mapping makes it from the mapping."""
        del context
        return self.layout

    def identity(self, row: Row) -> tuple[str, ...]:
        """What identifies the row through its versions; empty for content and ordinal."""
        return tuple(row.fields[name].strip() for name in self.manifest.identity)

    def read(self, source: SourceFile, context: FeedContext) -> Iterator[Reading | Quarantined]:
        """See :class:`ceasewatch.sources.feed.Feed`."""
        layout, ordinals = self.layout_for(context), Ordinals()
        failures: list[DataError] = []
        read = 0
        for part in parts(source, context.limits):
            if isinstance(part, Quarantined):
                yield part
                continue
            try:
                build = self.builder(context, part.name)
                yield from self._part(part, context, layout, build, ordinals)
                read += 1
            except DataError as error:
                failures.append(error)
                if part.name != source.name:
                    yield Quarantined(part.name, 0, "", error.what)
        if failures and not read:
            raise failures[0]

    def _part(
        self, part: Part, context: FeedContext, layout: Layout, build: Build, ordinals: Ordinals
    ) -> Iterator[Reading | Quarantined]:
        table = rows(part, context.limits, layout)
        width = context.limits.max_field_chars
        for row in table:
            if isinstance(row, Quarantined):
                yield row
                continue
            try:
                if len(row.raw) > width or row.more:
                    _check_widths(row, width)
                item = build(row)
                identity = self.identity(row) or ordinals.identity(row.fields.values())
                _check_arrival(item, context)
            except (RowError, ValueError, OverflowError) as error:
                what, field = (error.what, error.field) if isinstance(error, RowError) else (str(error), "")
                yield Quarantined(part.name, row.line, field, what, excerpt(row.raw))
                table.reject(row)
                continue
            yield Reading(item, identity)


def _check_arrival(item: Observation | Coverage, context: FeedContext) -> None:
    """Refuse what is dated more than a day after the file arrived."""
    if context.received_at is None or isinstance(item, Coverage):
        return
    latest = context.received_at + timedelta(days=1)
    if item.phenomenon.start > latest or (item.reported_at is not None and item.reported_at > latest):
        raise RowError(f"it is dated after the file arrived ({context.received_at.isoformat()})")


def _check_widths(row: Row, width: int) -> None:
    for name, value in row.fields.items():
        if len(value) > width:
            raise RowError(f"the value is longer than {width} characters", field=name)
