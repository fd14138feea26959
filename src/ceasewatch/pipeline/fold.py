"""The fold: a prefix of the record and the code that folds it give incidents and assessments, and nothing else does.

It reads no clock and never the vault.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
import numpy as np

from ceasewatch.fusion import fuse, to_incidents
from ceasewatch.geo.areas import AreaIndex
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import Assessment, Claim, Coverage, Incident, Release, from_us, to_us
from ceasewatch.model.table import ROLES, IncidentTable, ObservationTable
from ceasewatch.model.values import Qualifier, Role
from ceasewatch.pipeline.gather import Gathered
from ceasewatch.pipeline.judging import Judging
from ceasewatch.pipeline.rulings import standing, updated
from ceasewatch.record import Record
from ceasewatch.store import Decided, Delivery, Logged, Notice, QuarantinedRow, Watermark

_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Which part of the record is folded.

    Attributes:
        until_seq: entries up to this one.
        until_time: entries recorded at or before this: what was known then.
        as_reported: of those, observations that their source had reported by then, whenever they were recorded: for
            history that was back-filled. Where a source does not say when, the end of the phenomenon counts.
    """

    until_seq: int | None = None
    until_time: datetime | None = None
    as_reported: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """What a prefix of the record says.

    Attributes:
        mark: size, root and code version; the fold is a function of these and of ``cut``.
        logged: the newest version of each observation, in order of the record.
        observations: the same as columns.
        sealed: entries that no key at hand opens; another holder of keys may see more.
    """

    mark: Watermark
    cut: Cut
    logged: Sequence[Logged]
    observations: ObservationTable
    incident_table: IncidentTable
    incidents: Sequence[Incident]
    assessments: Sequence[Assessment]
    coverage: Sequence[Coverage] = ()
    claims: Sequence[Claim] = ()
    deliveries: Sequence[Delivery] = ()
    quarantined: Sequence[QuarantinedRow] = ()
    releases: Sequence[Release] = ()
    notices: Sequence[Notice] = ()
    decisions: Sequence[Decided] = ()
    sealed: int = 0

    def digest(self) -> str:
        """SHA-256 over the incidents and assessments: equal folds have equal digests."""
        return digest(self.incidents, self.assessments)


def digest(incidents: Sequence[Incident], assessments: Sequence[Assessment]) -> str:
    """Hexadecimal SHA-256 over both, in order of id; whether an incident is provisional does not count."""
    total = hashlib.sha256()
    for incident in sorted(incidents, key=lambda i: i.id):
        total.update(_encode(msgspec.structs.replace(incident, provisional=False)) + b"\n")
    for row in sorted(assessments, key=lambda a: (a.incident, a.pack, a.clause, a.reading)):
        total.update(_encode(row) + b"\n")
    return total.hexdigest()


def fold(record: Record, judging: Judging | None = None, cut: Cut | None = None) -> Folded:
    """Fold the part of ``record`` that ``cut`` selects.

    Raises:
        VerificationError: a payload is not what the record committed to.
    """
    judging, cut = judging or Judging(), cut or Cut()
    size = record.size if cut.until_seq is None else min(cut.until_seq, record.size)
    if cut.until_time is not None:
        size = min(size, record.size_at(cut.until_time))
    gathered = Gathered(as_reported=cut.as_reported).take(record.read(until_seq=size))
    logged = sorted(gathered.observations.values(), key=lambda row: row.seq)
    table = tabulated(logged, judging.areas)
    decisions = updated((), gathered.decisions, gathered.undoings)
    incident_table = fuse(table, parameters=judging.parameters, decisions=standing(decisions)[0].decisions)
    return Folded(
        mark=watermark(record, size, judging, gathered),
        cut=cut,
        logged=with_areas(logged, table),
        observations=table,
        incident_table=incident_table,
        incidents=to_incidents(incident_table),
        assessments=assess(incident_table, judging),
        coverage=list(gathered.coverage.values()),
        claims=list(gathered.claims.values()),
        deliveries=gathered.deliveries,
        quarantined=gathered.quarantined,
        releases=list(gathered.releases.values()),
        notices=gathered.notices,
        decisions=decisions,
        sealed=gathered.sealed,
    )


def watermark(record: Record, size: int, judging: Judging, gathered: Gathered) -> Watermark:
    """Of a fold of the first ``size`` entries."""
    return Watermark(
        size=size,
        root=record.root(size).hex() if size else "",
        code_version=judging.code_version,
        confirmed=size,
        recorded_at=None if gathered.last_us is None else from_us(gathered.last_us),
    )


def tabulated(logged: Sequence[Logged], areas: AreaIndex | None) -> ObservationTable:
    """Columns of the observations as they stand. What its source took back takes part in no incident, as totals do."""
    table = tabulate(
        [row.observation for row in logged],
        seq=[row.seq for row in logged],
        recorded_us=[to_us(row.recorded_at) for row in logged],
        areas=areas,
    )
    withdrawn = [Qualifier.withdrawn in row.observation.qualifiers for row in logged]
    role = np.where(withdrawn, ROLES.index(Role.aggregate), table.role).astype(np.int8)
    return dataclasses.replace(table, role=role)


def with_areas(logged: Sequence[Logged], table: ObservationTable) -> list[Logged]:
    """``logged`` with the area that the table found for each."""
    return [
        row if row.area == area else msgspec.structs.replace(row, area=area)
        for row, area in zip(logged, table.area.tolist(), strict=True)
    ]


def assess(incidents: IncidentTable, judging: Judging) -> list[Assessment]:
    """The incidents held against every clause of every pack."""
    if not len(incidents):
        return []
    return [row for pack in judging.packs for row in pack.assess(incidents).to_assessments()]
