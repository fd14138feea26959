"""Which entries stand: a correction takes the place of what it supersedes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from ceasewatch.model.errors import DataError
from ceasewatch.model.holding import LedgerEntry
from ceasewatch.model.time import EPOCH

E = TypeVar("E", bound=LedgerEntry)


def standing(entries: Iterable[E], *, known: datetime | None = None) -> tuple[E, ...]:
    """Entries that nothing supersedes, in order of date and id.

    An entry that corrects one which is not there stands all the same. Of two corrections of one entry the one recorded
    later stands.

    Args:
        entries: in any order.
        known: leave out what was recorded later, as the ledger was known then.

    Raises:
        DataError: two entries have one id, or entries supersede each other in a circle.
    """
    held = _by_id(e for e in entries if known is None or e.recorded_at is None or e.recorded_at <= known)
    gone = {e.supersedes for e in held.values() if e.supersedes} | _rivals(held.values())
    _no_circle({e.id: e.supersedes for e in held.values()})
    return tuple(sorted((e for e in held.values() if e.id not in gone), key=lambda e: (e.at, e.id)))


def _by_id(entries: Iterable[E]) -> dict[str, E]:
    held: dict[str, E] = {}
    for e in entries:
        if held.setdefault(e.id, e) != e:
            raise DataError("two entries have this id", where=e.id, todo="give a correction an id of its own")
    return held


def _no_circle(supersedes: Mapping[str, str]) -> None:
    clear: set[str] = set()
    for first in sorted(supersedes):
        seen: set[str] = set()
        at = first
        while at in supersedes and at not in clear:
            if at in seen:
                raise DataError(
                    "entries supersede each other in a circle", where=at, todo="correct what they supersede"
                )
            seen.add(at)
            at = supersedes[at]
        clear |= seen


def _rivals(entries: Iterable[E]) -> set[str]:
    """Ids of corrections that a later one of the same entry takes the place of."""
    of: dict[str, list[E]] = {}
    for e in entries:
        if e.supersedes:
            of.setdefault(e.supersedes, []).append(e)
    return {e.id for rivals in of.values() for e in _earlier(rivals)}


def _earlier(rivals: Sequence[E]) -> list[E]:
    return sorted(rivals, key=lambda e: (e.recorded_at or EPOCH, e.id))[:-1]
