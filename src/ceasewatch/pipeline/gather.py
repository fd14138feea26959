"""Entries of the record put in their places: the newest version of each chain, and everything that stands beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from msgspec.structs import replace

from ceasewatch.model import Claim, Coverage, Decision, Observation, Release, Undoing, from_us
from ceasewatch.model.errors import VerificationError
from ceasewatch.model.ids import ClaimId, CoverageId, EntryId, ObservationId, ReleaseId
from ceasewatch.pipeline import entries
from ceasewatch.record import Recorded, Sealed
from ceasewatch.store import Decided, Delivery, Logged, Notice, QuarantinedRow

Earlier = Callable[[EntryId], Logged | None]
"""Finds the version of an observation that stood before, by the id of its chain."""

_observation = msgspec.json.Decoder(Observation).decode
_coverage = msgspec.json.Decoder(Coverage).decode
_claim = msgspec.json.Decoder(Claim).decode
_delivery = msgspec.json.Decoder(Delivery).decode
_batch = msgspec.json.Decoder(entries.QuarantineBatch).decode
_release = msgspec.json.Decoder(Release).decode
_decision = msgspec.json.Decoder(Decision).decode
_undoing = msgspec.json.Decoder(Undoing).decode
_notice = msgspec.json.Decoder(Notice).decode


def _none(_root: EntryId) -> Logged | None:
    return None


@dataclass(slots=True)
class Gathered:
    """What a run of entries says, by chain.

    Attributes:
        as_reported: sources' time; later reports are left out, whenever the record took them.
        earlier: where to look for versions from before the run.
        sealed: entries whose payload no key at hand opens; they take no part.
        last_us: when the last entry was recorded.
    """

    as_reported: datetime | None = None
    earlier: Earlier = _none
    observations: dict[EntryId, Logged] = field(default_factory=dict)
    coverage: dict[EntryId, Coverage] = field(default_factory=dict)
    claims: dict[EntryId, Claim] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    releases: dict[EntryId, Release] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)
    undoings: list[Undoing] = field(default_factory=list)
    sealed: int = 0
    last_us: int | None = None
    _firsts: dict[EntryId, tuple[int, datetime]] = field(default_factory=dict)

    def take(self, run: Iterable[Recorded]) -> Gathered:
        """Put each entry in its place; returns itself."""
        for entry in run:
            self.last_us = entry.recorded_us
            if isinstance(entry.payload, Sealed):
                self.sealed += 1
                continue
            try:
                self._put(entry, entry.payload)
            except msgspec.ValidationError as error:
                raise VerificationError(
                    f"entry {entry.seq} is no {entry.envelope.kind} that this version knows: {error}",
                    where=entry.envelope.id,
                    todo="fold it with the version of Ceasewatch that recorded it, or a later one",
                ) from error
        return self

    def _put(self, entry: Recorded, payload: bytes) -> None:
        match entry.envelope.kind:
            case entries.OBSERVATION:
                self._put_observation(entry, payload)
            case entries.COVERAGE:
                self._put_coverage(entry, payload)
            case entries.CLAIM:
                self.claims[entry.root_id] = replace(_claim(payload), id=ClaimId(entry.root_id))
            case entries.DELIVERY:
                self.deliveries.append(replace(_delivery(payload), recorded_at=from_us(entry.recorded_us)))
            case entries.QUARANTINE:
                at = from_us(entry.recorded_us)
                self.quarantined += [replace(row, recorded_at=at) for row in _batch(payload).rows]
            case entries.RELEASE:
                given = _release(payload)
                self.releases[entry.root_id] = given if given.id else replace(given, id=ReleaseId(entry.root_id))
            case entries.NOTICE:
                self.notices.append(_notice(payload))
            case entries.DECISION:
                self._put_decision(entry, _decision(payload))
            case entries.UNDOING:
                undoing = _undoing(payload)
                if self.as_reported is None or undoing.undone_at <= self.as_reported:
                    self.undoings.append(undoing)

    def _put_observation(self, entry: Recorded, payload: bytes) -> None:
        seen = _observation(payload)
        root, at = entry.root_id, from_us(entry.recorded_us)
        before = self.observations.get(root) or (self.earlier(root) if root != entry.envelope.id else None)
        first = self._firsts.setdefault(root, (before.seq, before.recorded_at) if before else (entry.seq, at))
        if self.as_reported is not None and (seen.reported_at or seen.phenomenon.end) > self.as_reported:
            return
        self.observations[root] = Logged(
            seq=first[0],
            recorded_at=first[1],
            observation=replace(seen, id=ObservationId(root)),
            versions=before.versions + 1 if before else 1,
        )

    def _put_coverage(self, entry: Recorded, payload: bytes) -> None:
        told = _coverage(payload)
        if self.as_reported is None or told.interval.start <= self.as_reported:
            self.coverage[entry.root_id] = replace(told, id=CoverageId(entry.root_id))

    def _put_decision(self, entry: Recorded, decision: Decision) -> None:
        if self.as_reported is not None and decision.decided_at > self.as_reported:
            return
        author = entry.envelope.author if entry.envelope.signature else ""
        at = from_us(entry.recorded_us)
        self.decisions.append(Decided(decision=decision, seq=entry.seq, recorded_at=at, author=author))
