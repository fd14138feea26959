"""How many violations of a sector nobody saw, from how often several kinds of observers saw the same incident."""

from __future__ import annotations

from dataclasses import dataclass

from ceasewatch.coverage import Missed, histories, missed
from ceasewatch.coverage.ledger import NO_WATCHERS
from ceasewatch.model import TimeInterval
from ceasewatch.model.values import ObserverKind
from ceasewatch.observers.events import Events
from ceasewatch.pipeline.counting import inside
from ceasewatch.pipeline.sectors import Sector
from ceasewatch.store import Projections


@dataclass(frozen=True, slots=True)
class Missing:
    """The estimates, and the kinds of observers that they rest on, in the order in which the models number them."""

    kinds: tuple[ObserverKind, ...]
    missed: Missed


def missing(store: Projections, where: Sector, period: TimeInterval, like: Events) -> Missing:
    """What several models make of who saw the incidents of ``where`` in ``period``.

    A kind of observer counts once an incident: two cameras at one mast are no two looks. Whoever has no post of their
    own (press, parties, social media) is left out: they repeat what others saw.

    Args:
        store: projections of the mission.
        where: the sector; incidents whose centre or unit lies in it count.
        period: usually several days.
        like: the supposed event; incidents of kinds that it may have been reported as count.

    Raises:
        DataError: fewer than two kinds of observers, or no incident that two of them saw.
    """
    found = inside(store, where, period, like)
    event, kind = list[int](), list[ObserverKind]()
    for n, incident in enumerate(found):
        for member in store.observations_by_id([m.observation for m in incident.members]):
            if member.observation.observer_kind not in NO_WATCHERS:
                event.append(n)
                kind.append(member.observation.observer_kind)
    kinds = tuple(sorted(set(kind)))
    return Missing(kinds, missed(histories(event, [kinds.index(k) for k in kind], len(kinds))))
