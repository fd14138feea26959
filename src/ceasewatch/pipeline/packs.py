"""Agreements in the record: which packs were in force when, each by the hash of all its files."""

from __future__ import annotations

from ceasewatch.model.ids import PackId
from ceasewatch.model.struct import Noun
from ceasewatch.pipeline import entries
from ceasewatch.pipeline.mission import MISSION, MissionFolder
from ceasewatch.record import Entry, Record


class PackInUse(Noun, frozen=True, kw_only=True):
    """One pack as the mission used it from this entry on.

    Attributes:
        status: where the text stands, as the pack says.
        sha256: over all of the pack's files, hexadecimal.
    """

    id: PackId
    title: str
    status: str
    sha256: str


def record_packs(folder: MissionFolder, record: Record) -> None:
    """Record the mission's packs; one that is recorded adds nothing, one whose files changed supersedes itself.

    Raises:
        EnvironmentProblem: disk or keys.
    """
    record.append(
        Entry(
            kind=entries.PACK,
            payload=PackInUse(id=pack.id, title=pack.title, status=pack.file.status.value, sha256=pack.sha256),
            idempotency=(entries.PACK, pack.id),
            compartment=MISSION,
        )
        for pack in folder.packs
    )
