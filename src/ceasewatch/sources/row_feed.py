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
from ceasewatch.sources.row import Row, Rows
from ceasewatch.sources.rows import Layout, rows

Build = Callable[[Row], Observation | Coverage]
"""Makes the item of one row; raises RowError if it cannot."""

Identify = Callable[[Row], tuple[str, ...]]
"""What identifies a row through its versions; empty for content and ordinal."""


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
        """What identifies the row by the manifest's columns."""
        return tuple(row.fields[name].strip() for name in self.manifest.identity)

    def rows(self, part: Part, context: FeedContext, layout: Layout) -> Rows:
        """The rows of one part; a feed that is no table overrides it."""
        return rows(part, context.limits, layout)

    def identifier(self, context: FeedContext) -> Identify:
        """The function that identifies rows; a feed with a mapping makes it from the mapping."""
        del context
        return self.identity

    def read(self, source: SourceFile, context: FeedContext) -> Iterator[Reading | Quarantined]:
        """See :class:`ceasewatch.sources.feed.Feed`."""
        context.settings(self.manifest)
        layout, identify = self.layout_for(context), _numbered(self.identifier(context))
        failures: list[DataError] = []
        read = 0
        for part in parts(source, context.limits):
            if isinstance(part, Quarantined):
                yield part
                continue
            try:
                build = self.builder(context, part.name)
                yield from self._part(part, context, layout, build, identify)
                read += 1
            except DataError as error:
                failures.append(error)
                if part.name != source.name:
                    yield Quarantined(part.name, 0, "", error.what)
        if failures and not read:
            raise failures[0]

    def _part(
        self, part: Part, context: FeedContext, layout: Layout, build: Build, identify: Identify
    ) -> Iterator[Reading | Quarantined]:
        table = self.rows(part, context, layout)
        width = context.limits.max_field_chars
        for row in table:
            if isinstance(row, Quarantined):
                yield row
                continue
            try:
                if len(row.raw) > width or row.more:
                    _check_widths(row, width)
                item = build(row)
                _check_arrival(item, context)
                identity = identify(row)
            except (DataError, ValueError, OverflowError) as error:
                yield refused(part.name, row, error)
                table.reject(row)
                continue
            yield Reading(item, identity)


def _numbered(identify: Identify) -> Identify:
    """``identify``, with content and ordinal where it says nothing."""
    ordinals = Ordinals()
    return lambda row: identify(row) or ordinals.identity(row.fields.values())


def refused(file: str, row: Row, error: DataError | ValueError | OverflowError) -> Quarantined:
    """The quarantine row for a row that could not be built; a noun's own check raises a ValueError."""
    what = error.what if isinstance(error, DataError) else str(error)
    field = error.field if isinstance(error, RowError) else ""
    return Quarantined(file, row.line, field, what, excerpt(row.raw))


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
