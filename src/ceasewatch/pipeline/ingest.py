"""``ingest``: files of a feed into the record, durably and idempotently, with every bad row set aside and named."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ceasewatch import __version__
from ceasewatch.model import FeedSetting, Status
from ceasewatch.model.errors import ConflictError, DataError
from ceasewatch.model.struct import Noun
from ceasewatch.pipeline import places
from ceasewatch.pipeline.delivery import Parcel, Receiving
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.record import Record
from ceasewatch.sources import FeedContext, Limits
from ceasewatch.sources.marks import Marked
from ceasewatch.store import Delivery


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file has been read."""

    file: str
    done_bytes: int
    total_bytes: int
    rows: int


OnProgress = Callable[[Progress], None]


class IngestResult(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """What became of the rows.

    Attributes:
        rows: ``new + duplicate + superseding + quarantined``.
        stopped: files that could not be read to their end, with the reason.
        not_kept: files too large for the media store; their rows are in the record, the original is not.
        projected: incidents are up to date with the record; False if another process projects.
    """

    rows: int = 0
    new: int = 0
    duplicate: int = 0
    superseding: int = 0
    quarantined: int = 0
    seconds: float = 0.0
    deliveries: tuple[Delivery, ...] = ()
    stopped: tuple[tuple[str, str], ...] = ()
    not_kept: tuple[str, ...] = ()
    projected: bool = False

    @property
    def exit_code(self) -> int:
        """0 if all rows went in, 1 if some were quarantined, 3 if nothing at all could be read."""
        if self.stopped and not (self.rows - self.quarantined):
            return DataError.exit_code
        return 1 if self.quarantined else 0


def ingest(
    folder: MissionFolder,
    feed_id: str,
    paths: Iterable[Path],
    *,
    mapping: Path | None = None,
    on_progress: OnProgress | None = None,
    project: bool = True,
) -> IngestResult:
    """Record the rows of ``paths``; every row counted as new, superseding or quarantined is on the disk then.

    Args:
        folder: the mission.
        feed_id: a feed of the mission, or any that there is.
        paths: files.
        mapping: TOML mapping, for feeds that need one; by default the mission's own.
        on_progress: told now and then how far it is.
        project: bring the incidents up to date, unless another process does.

    Raises:
        NotFoundError: there is no such feed.
        UsageError: the feed needs a mapping, or does not have a parameter that the mission sets.
        ConflictError: a file of an exercise for an actual mission, or the other way round; none of the files is taken.
        EnvironmentProblem: a file, the disk or a key is not at hand.
    """
    parcels = [Parcel.at(path) for path in paths]
    result = take(folder, feed_id, parcels, mapping=mapping, on_progress=on_progress)
    if not project:
        return result
    from msgspec.structs import replace

    from ceasewatch.pipeline.project import project as bring_up_to_date

    began = time.perf_counter()
    projected = bring_up_to_date(folder, task="ingest") is not None
    return replace(result, projected=projected, seconds=result.seconds + time.perf_counter() - began)


def take(
    folder: MissionFolder,
    feed_id: str,
    parcels: Iterable[Parcel],
    *,
    mapping: Path | None = None,
    on_progress: OnProgress | None = None,
    record: Record | None = None,
) -> IngestResult:
    """Record the rows of ``parcels`` and project nothing.

    ``record`` is one that the caller has open for the feed's compartment, and that the caller has signed when it likes;
    else the record is opened for the purpose and signed at the end.
    """
    began = time.perf_counter()
    context = context_of(folder, folder.setting(feed_id), mapping)
    compartment = folder.compartment(feed_id)
    parcels = list(parcels)
    for parcel in parcels:
        check_status(folder, parcel)
    opened = folder.open_record(compartment) if record is None else record
    try:
        how = reader_digest(folder, context)
        receiving = Receiving(folder.reader(feed_id), folder.setting(feed_id).id, context, compartment, opened, how)
        done = [_one(receiving, folder, parcel, on_progress) for parcel in parcels]
        if record is None:
            opened.checkpoint()
    finally:
        if record is None:
            opened.close()
    return _summed([d for d, _ in done], [d.file for d, kept in done if not kept], time.perf_counter() - began)


def check_status(folder: MissionFolder, parcel: Parcel) -> None:
    """Complain about a file of an exercise in an actual mission, and about an actual file in an exercise.

    Raises:
        ConflictError: exercise and actual never mix; nothing of the file was recorded.
    """
    said = parcel.marked(Limits())
    if said is Marked.unreadable:
        return
    exercise = folder.mission.status is Status.exercise
    if not exercise and said is not Marked.none:
        raise ConflictError(
            "the file says EXERCISE and the mission is an actual one: nothing of it was recorded",
            where=parcel.name,
            todo="deliver it to the mission of the exercise",
        )
    if exercise and said is not Marked.all:
        raise ConflictError(
            "the file does not say EXERCISE and the mission is an exercise: nothing of it was recorded",
            where=parcel.name,
            todo="deliver it to the actual mission; if it is of the exercise, let its name begin with EXERCISE",
        )


def _one(
    receiving: Receiving, folder: MissionFolder, parcel: Parcel, on_progress: OnProgress | None
) -> tuple[Delivery, bool]:
    sha256, size = parcel.digest()
    kept = parcel.keep(folder.media(receiving.compartment), sha256)
    told = None
    if on_progress is not None:
        listener = on_progress

        def told(done: int, rows: int) -> None:
            listener(Progress(parcel.name, done, size, rows))

    return receiving.take(parcel, sha256, size, progress=told), kept


def reader_digest(folder: MissionFolder, context: FeedContext) -> str:
    """Hexadecimal digest of all that decides what is read out of a file, beside the file: code, settings, places."""
    packs = (pack.sha256.encode() for pack in folder.packs)
    parts = (__version__.encode(), msgspec.json.encode(folder.mission), context.mapping or b"", *packs)
    digest = hashlib.sha256()
    for part in (*parts, *places.contents(folder.mission, folder.path)):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def context_of(folder: MissionFolder, setting: FeedSetting, mapping: Path | None = None) -> FeedContext:
    """What the mission knows that the feed may need. An exercise may be set in the future; a report may not."""
    chosen = mapping or (folder.path / setting.mapping if setting.mapping else None)
    try:
        text = chosen.read_bytes() if chosen else None
    except OSError as error:
        raise DataError(
            f"the mapping cannot be read: {error.strerror}", where=str(chosen), todo="check the path"
        ) from error
    return FeedContext(
        zone=folder.mission.zone if folder.mission.zone != "UTC" else "",
        gazetteer=folder.gazetteer,
        areas=folder.areas,
        side=setting.side,
        limits=Limits(),
        mapping=text,
        mapping_name=chosen.name if chosen else "mapping.toml",
        parties=folder.mission.parties,
        parameters=setting.parameters,
        received_at=None if folder.mission.status is Status.exercise else datetime.now(UTC),
    )


def _summed(deliveries: list[Delivery], not_kept: list[str], seconds: float) -> IngestResult:
    return IngestResult(
        rows=sum(d.rows for d in deliveries),
        new=sum(d.new for d in deliveries),
        duplicate=sum(d.duplicate for d in deliveries),
        superseding=sum(d.superseding for d in deliveries),
        quarantined=sum(d.quarantined for d in deliveries),
        seconds=seconds,
        deliveries=tuple(deliveries),
        stopped=tuple((d.file, d.stopped) for d in deliveries if d.stopped),
        not_kept=tuple(not_kept),
    )
