"""``project`` and ``rebuild``: incidents brought up to date with the record, by whoever gets the run lock."""

from __future__ import annotations

from ceasewatch.model.errors import EnvironmentProblem
from ceasewatch.model.struct import Noun
from ceasewatch.pipeline.judging import judging
from ceasewatch.pipeline.lock import RunLock
from ceasewatch.pipeline.mission import MISSION, MissionFolder
from ceasewatch.pipeline.packs import record_packs
from ceasewatch.pipeline.projector import Projector
from ceasewatch.store import Projections, Totals, Watermark
from ceasewatch.store.sqlite import SqliteProjections


class Projected(Noun, frozen=True, kw_only=True):
    """How the projections stand after a command.

    Attributes:
        entries: of the record that were new to them.
    """

    entries: int
    watermark: Watermark
    totals: Totals


class Rebuilt(Noun, frozen=True, kw_only=True):
    """What a whole fold gave.

    Attributes:
        size: entries folded.
        digest: SHA-256 over incidents and assessments; equal folds have equal digests.
    """

    size: int
    root: str
    code_version: str
    incidents: int
    assessments: int
    digest: str


def project(folder: MissionFolder, *, task: str = "project") -> Projected | None:
    """Bring the projections up to the head of the record.

    Returns:
        How they stand; ``None`` if another process holds the lock, which then does it.

    Raises:
        EnvironmentProblem: disk or keys.
        VerificationError: a payload is not what the record committed to.
    """
    lock = RunLock.try_take(folder.path, task)
    if lock is None:
        return None
    with lock:
        with folder.open_record(MISSION) as record:
            record_packs(folder, record)
        projector = Projector(folder)
        try:
            entries = projector.advance()
            return Projected(entries=entries, watermark=projector.store.watermark(), totals=projector.store.totals())
        finally:
            projector.close()


def rebuild(folder: MissionFolder) -> Rebuilt:
    """Fold the whole record anew; readers keep the old projections until the new ones are complete.

    Raises:
        EnvironmentProblem: another process projects; disk or keys.
        VerificationError: a payload is not what the record committed to.
    """
    with RunLock.take(folder.path, "rebuild"):
        projector = Projector(folder)
        try:
            folded = projector.rebuild()
        finally:
            projector.close()
    return Rebuilt(
        size=folded.mark.size,
        root=folded.mark.root,
        code_version=folded.mark.code_version,
        incidents=len(folded.incidents),
        assessments=len(folded.assessments),
        digest=folded.digest(),
    )


def open_projections(folder: MissionFolder) -> Projections:
    """The projections for reading; made first if there are none, or if other code made them. Close them when done.

    While another process projects, what it made is read as it is.

    Raises:
        EnvironmentProblem: there are none and another process is about to make them.
    """
    store = SqliteProjections.open(folder.projections_link)
    if store is not None and store.watermark().code_version != judging(folder).code_version:
        if project(folder) is None:
            return store
        store.close()
        store = SqliteProjections.open(folder.projections_link)
    elif store is None:
        project(folder)
        store = SqliteProjections.open(folder.projections_link)
    if store is None:
        raise EnvironmentProblem(
            "the projections are being made by another process", where=str(folder.path), todo="try again in a moment"
        )
    return store
