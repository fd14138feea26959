"""One delivered file on its way into the record."""

from __future__ import annotations

import hashlib
import io
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec.structs import replace

from ceasewatch.model.errors import DataError, EnvironmentProblem, LimitError
from ceasewatch.model.ids import FeedId
from ceasewatch.model.values import Status
from ceasewatch.pipeline import entries
from ceasewatch.record import DUPLICATE, NEW, SUPERSEDING, Compartment, Entry, MediaStore, Record, Sealed
from ceasewatch.sources import Feed, FeedContext, Limits, Quarantined, Reading, SourceFile
from ceasewatch.sources.marks import Marked, marked
from ceasewatch.store import Delivery

REJECTED_BATCH = 500
"""Rejected rows an entry."""

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What was handed in: a file, or bytes that arrived by another way.

    Attributes:
        name: as delivered, without its folder; see :func:`written`.
    """

    name: str
    path: Path | None = None
    body: bytes = b""

    @classmethod
    def at(cls, path: Path) -> Parcel:
        """The file at ``path``."""
        return cls(name=written(path.name), path=path)

    def digest(self) -> tuple[str, int]:
        """SHA-256 (hexadecimal) and size in bytes.

        Raises:
            EnvironmentProblem: the file cannot be read, or is a folder, a pipe or a device.
        """
        if self.path is None:
            return hashlib.sha256(self.body).hexdigest(), len(self.body)
        try:
            _check_regular(self.path)
            with self.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest(), self.path.stat().st_size
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def marked(self, limits: Limits) -> Marked:
        """Whether it says that it is of an exercise.

        Raises:
            EnvironmentProblem: as :meth:`digest`.
        """
        if self.path is not None:
            try:
                _check_regular(self.path)
            except OSError as error:
                raise _unreadable(self.path, error) from error
        return marked(self.source("", None), limits)

    def source(self, sha256: str, progress: Callable[[int], None] | None) -> SourceFile:
        """As feeds take it."""
        stream = io.BytesIO(self.body) if self.path is None else None
        return SourceFile(name=self.name, path=self.path, stream=stream, sha256=sha256, progress=progress)

    def keep(self, media: MediaStore, sha256: str) -> bool:
        """Keep the original as evidence; False if it is larger than the media store takes.

        Raises:
            DataError: the file is no longer the one whose digest is ``sha256``.
        """
        try:
            kept = media.put(io.BytesIO(self.body)) if self.path is None else media.put_file(self.path)
        except LimitError:
            return False
        if kept != sha256:
            raise DataError(
                "the file changed while it was read", where=self.name, todo="deliver it again when it is complete"
            )
        return True


def _unreadable(path: Path, error: OSError) -> EnvironmentProblem:
    return EnvironmentProblem(
        f"cannot be read: {error.strerror}", where=str(path), todo="check the name and the permissions"
    )


def _check_regular(path: Path) -> None:
    if not stat.S_ISREG(path.stat().st_mode):
        raise EnvironmentProblem(
            "this is no regular file", where=str(path), todo="a delivery is read more than once: write it to a file"
        )


def written(name: str) -> str:
    """A file name as text: control characters, and bytes that are no UTF-8, become backslash, x and two digits."""
    return _UNSAFE.sub(lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", name)


@dataclass(slots=True)
class Tally:
    """Counts while a file is read."""

    rows: int = 0
    quarantined: int = 0
    stopped: str = ""
    outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys((NEW, DUPLICATE, SUPERSEDING), 0))


@dataclass(slots=True)
class Receiving:
    """Reads one parcel into the record.

    Attributes:
        reader: digest of what decides how bytes are read; empty: files are always read again.
    """

    feed: Feed
    feed_id: FeedId
    context: FeedContext
    compartment: Compartment
    record: Record
    reader: str = ""

    def take(
        self, parcel: Parcel, sha256: str, size: int, *, progress: Callable[[int, int], None] | None = None
    ) -> Delivery:
        """Record every row of ``parcel``; durable when this returns, and harmless to repeat.

        A file that was read to its end by the same reader is not read again: its rows are known, and an old file
        that is handed in once more does not undo what a newer one corrected.

        Args:
            parcel: what was handed in.
            sha256: its digest.
            size: its length in bytes.
            progress: called with bytes consumed and rows so far.
        """
        tally = Tally()
        blank = Delivery(
            feed=self.feed_id,
            file=parcel.name,
            sha256=sha256,
            size_bytes=size,
            reader=self.reader,
            status=Status(self.record.status),
        )
        known = self._known(blank)
        if known is not None:
            return known
        told = None if progress is None else lambda done: progress(done, tally.rows)
        rows = self._rows(parcel.source(sha256, told), tally)
        for receipt, is_row in self._append(self._entries(rows, blank, tally)):
            if is_row:
                tally.outcomes[receipt] += 1
        done = Delivery(
            feed=self.feed_id,
            file=parcel.name,
            sha256=sha256,
            size_bytes=size,
            reader=self.reader,
            rows=tally.rows,
            quarantined=tally.quarantined,
            stopped=tally.stopped,
            new=tally.outcomes[NEW],
            duplicate=tally.outcomes[DUPLICATE],
            superseding=tally.outcomes[SUPERSEDING],
            status=blank.status,
        )
        self.record.append([entries.of_delivery(done, self.compartment)])
        return done

    def _known(self, blank: Delivery) -> Delivery | None:
        """The same file as it was delivered before, all of its rows known by now; ``None`` if it must be read."""
        earlier = self.record.find(entries.delivery_key(blank)) if blank.reader else None
        if earlier is None or isinstance(earlier.payload, Sealed):
            return None
        before = msgspec.json.decode(earlier.payload, type=Delivery)
        if before.stopped or before.reader != blank.reader:
            return None
        return replace(before, new=0, superseding=0, duplicate=before.rows - before.quarantined)

    def _rows(self, source: SourceFile, tally: Tally) -> Iterator[Reading | Quarantined]:
        """The feed's rows; where it gives up on the file, the reason is the last row."""
        try:
            for row in self.feed.read(source, self.context):
                tally.rows += 1
                yield row
        except DataError as error:
            tally.stopped = str(error)
            tally.rows += 1
            yield Quarantined(file=source.name, line=0, field="", reason=str(error))

    def _entries(self, rows: Iterator[Reading | Quarantined], blank: Delivery, tally: Tally) -> Iterator[Entry]:
        """Observations and coverage as they come, rejected rows in batches between them."""
        rejected: list[Quarantined] = []
        batches = 0
        for row in rows:
            if isinstance(row, Reading):
                yield entries.of_reading(row, self.feed_id, self.compartment)
                continue
            tally.quarantined += 1
            rejected.append(row)
            if len(rejected) == REJECTED_BATCH:
                yield entries.of_rejected(rejected, batches, blank, self.compartment)
                rejected, batches = [], batches + 1
        if rejected:
            yield entries.of_rejected(rejected, batches, blank, self.compartment)

    def _append(self, source: Iterator[Entry]) -> Iterator[tuple[str, bool]]:
        """Outcome of each entry, and whether it is a row that was accepted."""
        is_row: list[bool] = []

        def noted() -> Iterator[Entry]:
            for entry in source:
                is_row.append(entry.kind != entries.QUARANTINE)
                yield entry

        for n, receipt in enumerate(self.record.append_stream(noted())):
            yield receipt.outcome, is_row[n]
