"""Which happenings the watch itself saw: only those may be divided by the probability with which the watch sees.

A press report tells of a violation; it says nothing of how many the patrols would have heard. So of each happening the
independent observers are counted that stand in the effort ledger and were working at the time:

* a report of an observer that the ledger names counts if one of its stretches of watching touches the report's time;
* reports of some feeds name no single post ("the patrol heard"): they count if a post of the same kind was working
  then, and none of that kind is among the named ones already.

Everybody else (press, parties, satellites that nobody logged, a camera that was down) is told beside the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ceasewatch.coverage.ledger import Ledger
from ceasewatch.coverage.watch import Watch
from ceasewatch.model.table import OBSERVER_KINDS, Int
from ceasewatch.model.values import ObserverKind


@dataclass(frozen=True, slots=True)
class Heard:
    """One report of a happening.

    Attributes:
        event: index of the happening.
        observer: id of who reported.
        kind: what it is.
        start_us, end_us: when it was, as reported.
    """

    event: int
    observer: str
    kind: ObserverKind
    start_us: int
    end_us: int


def witnesses(book: Ledger, watch: Watch, heard: Iterable[Heard], events: int) -> Int:
    """(events,) how many independent observers of the watch reported each happening.

    Args:
        book: the account of effort; whom it names is counted by its own stretches only.
        watch: what the probabilities rest on (:func:`ceasewatch.coverage.watch.watching` of ``book``).
        heard: the reports.
        events: number of happenings.
    """
    named, kinds = frozenset(book.observer), np.asarray(watch.sites.kind)
    by_name: list[set[int]] = [set() for _ in range(events)]
    logged: list[set[ObserverKind]] = [set() for _ in range(events)]
    others: list[set[tuple[ObserverKind, str]]] = [set() for _ in range(events)]
    for one in heard:
        working = (watch.from_us <= one.end_us) & (watch.to_us > one.start_us)
        if one.observer in named:
            groups = watch.group[working & (watch.sites.ids == one.observer)]
            by_name[one.event].update(groups.tolist())
            logged[one.event].update({one.kind} if len(groups) else set())
        elif (working & (kinds == OBSERVER_KINDS.index(one.kind))).any():
            others[one.event].add((one.kind, one.observer))
    more = ([o for o in others[e] if o[0] not in logged[e]] for e in range(events))
    return np.array([len(by_name[e]) + len(rest) for e, rest in enumerate(more)], np.int64)
