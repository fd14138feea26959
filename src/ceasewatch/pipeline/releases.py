"""The gate as a mission sets it up, and the log of what was given to whom."""

from __future__ import annotations

from datetime import datetime

from ceasewatch.model import Release, Tier
from ceasewatch.model.ids import NO_PARTY, PartyId
from ceasewatch.pipeline import entries
from ceasewatch.pipeline.detecting import UnitDetectability
from ceasewatch.pipeline.mission import MISSION, MissionFolder
from ceasewatch.record import Entry
from ceasewatch.release import Gate, pins_of
from ceasewatch.store import Projections


def gate_for(folder: MissionFolder, store: Projections, tier: Tier, at: datetime, *, party: PartyId = NO_PARTY) -> Gate:
    """The gate for one audience at ``at``, with the mission's outlines, clauses, and the cells already shown.

    Raises:
        RefusedError: no product is made at T0.
        UsageError: T2 without a party.
    """
    return Gate(
        tier,
        at=at,
        zone=folder.mission.zone,
        status=folder.mission.status,
        party=party,
        areas=folder.areas,
        detecting=UnitDetectability(folder),
        pins=pins_of(store.releases()),
        clauses=tuple(clause for pack in folder.packs for clause in pack.clauses),
    )


def log(folder: MissionFolder, release: Release) -> None:
    """Record that a product was given out; durable when this returns. The same product is logged once.

    Raises:
        EnvironmentProblem: disk or keys.
    """
    entry = Entry(
        kind=entries.RELEASE,
        payload=release,
        idempotency=("release", release.id),
        compartment=MISSION,
    )
    with folder.open_record(MISSION) as record:
        record.append([entry])
