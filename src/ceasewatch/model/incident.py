"""Incident: the happening that a set of observations is about. It is a posterior, not a violation."""

from __future__ import annotations

from ceasewatch.model.belief import NOT_KNOWN, Belief
from ceasewatch.model.count import Count
from ceasewatch.model.ids import IncidentId, ObservationId
from ceasewatch.model.observation import Weapon
from ceasewatch.model.place import Place
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import TimeInterval


class Member(Noun, frozen=True, kw_only=True):
    """One observation's part in an incident.

    Attributes:
        observation: its id.
        p_ppm: probability that this observation is about this incident; none where a person decided that it is.
        why: how it was joined, in words.
        decided_by: name of the person who decided; empty where the machine joined it.
    """

    observation: ObservationId
    p_ppm: int | None
    why: str = ""
    decided_by: str = ""


class Alternative(Noun, frozen=True, kw_only=True):
    """An observation that may be about this incident, though it is counted with another.

    Attributes:
        observation: its id.
        p_ppm: probability that it is about this incident.
    """

    observation: ObservationId
    p_ppm: int


class Incident(Noun, frozen=True, kw_only=True):
    """A posterior over place, time, kind and count, with the observations that it rests on.

    Attributes:
        id: made from the earliest-recorded member.
        aliases: ids of incidents that were merged into this one.
        when: interval that holds the happening with probability 0.95.
        place: region that holds it with probability 0.95.
        reports: number of observations (raw count).
        origins: number of independent origins among them; many outlets copying one are one.
        contradictions: what in the members does not fit together, in words.
        alternatives: observations of other incidents that may be about this one, most probable first.
        provisional: made online, not yet confirmed by the fold at a checkpoint.
    """

    id: IncidentId
    members: tuple[Member, ...]
    when: TimeInterval
    place: Place
    kind: Belief
    count: Count = Count()
    weapon: Weapon = Weapon()
    said_of: Belief = NOT_KNOWN
    area_name: str = ""
    reports: int = 1
    origins: int = 1
    aliases: tuple[IncidentId, ...] = ()
    contradictions: tuple[str, ...] = ()
    provisional: bool = False
    alternatives: tuple[Alternative, ...] = ()
