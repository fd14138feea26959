"""Claim: what somebody says. It never becomes an incident by itself."""

from __future__ import annotations

from enum import StrEnum

from ceasewatch.model.ids import ClaimId, MediaHash, PartyId
from ceasewatch.model.place import Place
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import TimeInterval, Utc


class ClaimKind(StrEnum):
    """What sort of speech it is."""

    allegation = "allegation"
    denial = "denial"
    commitment = "commitment"
    threat = "threat"
    position = "position"
    third_party_assessment = "third_party_assessment"


class ClaimStatus(StrEnum):
    """What tests have made of it."""

    open = "open"
    supported = "supported"
    contradicted = "contradicted"
    withdrawn = "withdrawn"
    undetermined = "undetermined"


class ClaimVersion(Noun, frozen=True, kw_only=True):
    """The claim as it stood from ``said_at`` on."""

    said_at: Utc
    text: str
    language: str = ""
    source: str = ""


class Claim(Noun, frozen=True, kw_only=True):
    """An allegation, denial, commitment, threat, position or a third party's assessment, with its versions."""

    id: ClaimId
    kind: ClaimKind
    claimant: str
    versions: tuple[ClaimVersion, ...]
    against: PartyId = PartyId("")
    audience: str = ""
    about: TimeInterval | None = None
    place: Place | None = None
    evidence_offered: tuple[MediaHash, ...] = ()
    evidence_expected: tuple[str, ...] = ()
    status: ClaimStatus = ClaimStatus.open
