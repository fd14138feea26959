"""Case and Finding: what people decide. A finding is signed by a named person, never made by a machine."""

from __future__ import annotations

from ceasewatch.model.belief import UNATTRIBUTED, Belief
from ceasewatch.model.ids import CaseId, ClaimId, ClauseId, FindingId, IncidentId, PartyId
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc
from ceasewatch.model.values import CaseStage, StandardOfProof, Verdict


class Pin(Noun, frozen=True, kw_only=True):
    """The exact state of an incident that a case speaks of.

    Attributes:
        record_size: number of entries that were folded.
        code_version: version of the code that folded them.
        members_sha256: over the sorted ids of the members.
    """

    incident: IncidentId
    record_size: int
    code_version: str
    members_sha256: str


class Clock(Noun, frozen=True, kw_only=True):
    """A countdown of the docket; folds take ``at``, they never read a clock."""

    name: str
    started_at: Utc
    due_at: Utc
    stopped_at: Utc | None = None


class Reply(Noun, frozen=True, kw_only=True):
    """A party's reply, in its own words."""

    party: PartyId
    received_at: Utc
    text: str
    language: str = ""


class Finding(Noun, frozen=True, kw_only=True):
    """A named human's decision on a case."""

    id: FindingId
    case: CaseId
    clause: ClauseId
    verdict: Verdict
    decided_by: str
    decided_at: Utc
    reasons: str
    standard_of_proof: StandardOfProof
    reading: PartyId = PartyId("")
    attribution: Belief = UNATTRIBUTED
    dissent: tuple[str, ...] = ()
    supersedes: FindingId = FindingId("")


class Case(Noun, frozen=True, kw_only=True):
    """A docket entry: stage, clocks, what it is about, what was replied and found."""

    id: CaseId
    title: str
    opened_at: Utc
    stage: CaseStage
    pins: tuple[Pin, ...] = ()
    claims: tuple[ClaimId, ...] = ()
    clauses: tuple[ClauseId, ...] = ()
    clocks: tuple[Clock, ...] = ()
    replies: tuple[Reply, ...] = ()
    findings: tuple[FindingId, ...] = ()
