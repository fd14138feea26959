"""Which clauses the observers at hand could see kept or broken. It tells of blind spots: mission analysts only."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from enum import StrEnum
from functools import cache
from typing import Final

from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.schema import ClauseEntry
from ceasewatch.agreement.tools.walk import tag
from ceasewatch.model.struct import Noun
from ceasewatch.model.table import KINDS
from ceasewatch.model.values import Kind, ObserverKind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.model import Model
from ceasewatch.observers.registry import default_model, models
from ceasewatch.observers.sites import Sites

LEAST: Final = 0.05
"""What is perceived and told as what it was with less than this probability, next to the observer, is not seen."""
_NEAR_DEG: Final = 0.0045
"""The supposed happening is about 500 m away."""
_OF_PARTY: Final = frozenset({ObserverKind.party})
_LIKE: Final = {ObserverKind.post: ObserverKind.patrol, ObserverKind.monitor: ObserverKind.patrol}
"""They have ears and eyes as a patrol has."""
_TOTALS: Final = frozenset({Kind.violation})
"""Not a thing that is perceived, but what reports call it."""
_DOCUMENTS: Final = {
    "ceiling": "declarations, inspections and sightings (the books of holdings)",
    "declared_sites_only": "declarations, inspections and sightings (the books of holdings)",
    "inspection": "the log of inspections",
    "notified_movement": "notices of movements, and the books of holdings",
}


class Means(StrEnum):
    """What it would take to verify a clause."""

    observers = "observers"
    partly = "partly"
    """Some of its kinds nobody perceives, or nobody tells the weapon."""
    nobody = "nobody"
    documents = "documents"
    """No observer decides it: notices, declarations or inspections do."""


class Verifiable(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """Of one clause.

    Attributes:
        seen_by: kinds of observer at hand that perceive what it speaks of, without the parties themselves.
        missed: its kinds that none of these perceives.
        needs: what is lacking, in words; empty if nothing is.
    """

    clause: str
    means: Means
    seen_by: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    needs: str = ""


def verifiable(pack: Pack, at_hand: Collection[ObserverKind]) -> Iterator[Verifiable]:
    """Every clause, in the pack's order, against the kinds of observer that a mission has."""
    for clause in pack.file.clauses:
        if clause.primitive is None:
            yield _by_documents(clause)
        else:
            yield _by_observers(clause, sorted(set(at_hand) - _OF_PARTY))


def _by_documents(clause: ClauseEntry) -> Verifiable:
    name = tag(clause.rule)
    needs = _DOCUMENTS.get(name, "notices: the logs of those who tell and are told")
    if name == "precondition_clock":
        needs = "observers who watch the zone all day, each day; see `ceasewatch quiet`"
    return Verifiable(clause=clause.id, means=Means.documents, needs=needs)


def _by_observers(clause: ClauseEntry, at_hand: list[ObserverKind]) -> Verifiable:
    kinds = tuple(k for k in dict.fromkeys(clause.kinds) if k not in _TOTALS)
    told = frozenset(kinds)
    seeing = [o for o in at_hand if any(perceives(o, k, told) for k in kinds)]
    missed = tuple(k for k in kinds if not any(perceives(o, k, told) for o in at_hand))
    if not seeing:
        needs = f"an observer of another kind; there are: {', '.join(at_hand) or 'none'}"
        return Verifiable(clause=clause.id, means=Means.nobody, missed=missed, needs=needs)
    untold = clause.weapons and not any(tells_weapon(o) for o in seeing)
    return Verifiable(
        clause=clause.id,
        means=Means.partly if untold or missed else Means.observers,
        seen_by=tuple(seeing),
        missed=missed,
        needs="an observer that tells weapons; without, the result is undetermined" if untold else "",
    )


@cache
def perceives(observer: ObserverKind, kind: Kind, told: frozenset[Kind]) -> bool:
    """Whether such an observer, 500 m away in calm weather by day or night, would notice a thing of ``kind``.

    It counts only as far as it is told as one of the kinds ``told``.
    """
    event = Events.make(1, kind=KINDS.index(kind), count=10.0)
    as_told = [KINDS.index(k) for k in told]
    for model in _models(observer):
        sites = Sites.make(1, model=model.name, lat=0.0, lon=_NEAR_DEG)
        noticed = max(
            float(model.detection_probability(event, sites, sky).max())
            for sky in (Conditions.calm(), replace(Conditions.calm(), night=1.0))
        )
        if noticed * float(model.confusion[KINDS.index(kind), as_told].sum()) >= LEAST:
            return True
    return False


def _models(observer: ObserverKind) -> list[Model]:
    """Of all means that such an observer has, as ear and eye; if it has no model of its own, the nearest."""
    like = _LIKE.get(observer, observer)
    own = [m for m in models() if m.kind is like] or [default_model(like)]
    return [m for m in own if isinstance(m, Model)]


@cache
def tells_weapon(observer: ObserverKind) -> bool:
    """Whether its reports say which weapon it was."""
    told = [p.value for m in _models(observer) for p in m.parameters if p.name == "weapon_told_p"]
    return max(told, default=0.0) >= LEAST
