"""Identifiers as distinct types, so that a party is never passed where an observer is meant."""

from __future__ import annotations

from typing import NewType

EntryId = NewType("EntryId", str)
"""Id of one entry in the record: 26 lowercase base32 characters of a keyed digest."""

ObservationId = NewType("ObservationId", str)
"""Id of an observation through all its versions: the EntryId of its first version."""

IncidentId = NewType("IncidentId", str)
"""``inc-`` + the ObservationId of the incident's earliest-recorded member."""

ObserverId = NewType("ObserverId", str)
FeedId = NewType("FeedId", str)
PartyId = NewType("PartyId", str)
NO_PARTY = PartyId("")
"""No party is meant."""

NationId = NewType("NationId", str)
PackId = NewType("PackId", str)
ClauseId = NewType("ClauseId", str)
ClaimId = NewType("ClaimId", str)
CaseId = NewType("CaseId", str)
FindingId = NewType("FindingId", str)
ReleaseId = NewType("ReleaseId", str)
CoverageId = NewType("CoverageId", str)
DecisionId = NewType("DecisionId", str)
MediaHash = NewType("MediaHash", str)
"""Lowercase hexadecimal SHA-256 of a media file."""


def incident_id(anchor: ObservationId) -> IncidentId:
    """The id of the incident whose earliest-recorded member is ``anchor``."""
    return IncidentId(f"inc-{anchor}")
