"""Who takes part: parties, contributing nations, observers. Parties are codes; names are only labels."""

from __future__ import annotations

from enum import StrEnum

from ceasewatch.model.ids import NationId, ObserverId, PartyId
from ceasewatch.model.place import Place
from ceasewatch.model.struct import Noun
from ceasewatch.model.values import ObserverKind


class Party(Noun, frozen=True, kw_only=True):
    """A party to the agreement, by a neutral code. No friend, no hostile, no colour of an enemy.

    Attributes:
        id: the code, as ``A`` or ``P1``.
        names: (language, name) as the mission prints it.
    """

    id: PartyId
    names: tuple[tuple[str, str], ...] = ()

    def name(self, language: str) -> str:
        """Label in ``language``, else in English, else the code."""
        labels = dict(self.names)
        return labels.get(language) or labels.get("en") or self.id


class NationRole(StrEnum):
    """Part that a nation plays in the mission."""

    lead = "lead"
    contributor = "contributor"
    guarantor = "guarantor"


class Nation(Noun, frozen=True, kw_only=True):
    """A nation that leads the mission or contributes to it."""

    id: NationId
    role: NationRole = NationRole.contributor
    names: tuple[tuple[str, str], ...] = ()


class Observer(Noun, frozen=True, kw_only=True):
    """Someone or something that perceives.

    Attributes:
        owner: nation, party or body that operates it.
        side: party whose territory it watches or whose voice it is; empty if neither.
        independence: observers with the same value draw on the same origin and are not independent of each other.
        place: where it stands, if it is fixed; mission analysts only.
        expected_every_s: silence for longer than this is an alarm; 0 if no rhythm is expected.
    """

    id: ObserverId
    kind: ObserverKind
    owner: str = ""
    side: PartyId = PartyId("")
    independence: str = ""
    place: Place | None = None
    expected_every_s: int = 0
