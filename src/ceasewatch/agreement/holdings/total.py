"""The total of what counts as a distribution: a lower and an upper one, between which the true one lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ceasewatch.agreement.holdings.amounts import OPEN
from ceasewatch.agreement.holdings.counting import Counted
from ceasewatch.agreement.holdings.permissions import Room
from ceasewatch.agreement.holdings.spread import Spread
from ceasewatch.agreement.holdings.table import Flags
from ceasewatch.agreement.holdings.tally import Tally, passes_of, tally
from ceasewatch.model.forces import covers

Parents = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Side:
    """Which of the two bounds is wanted.

    Attributes:
        up: the upper one.
        new: probability that a sighting beyond the least possible number is of an item not counted before.
        cap: more than this counts as this.
    """

    up: bool
    new: float
    cap: int


class Seen(NamedTuple):
    """Passes over what stands outside declared sites, and over everything."""

    outside: Tally
    anywhere: Tally


def exceeding(c: Counted, rooms: Sequence[Room], parents: Parents, side: Side) -> Spread:
    """The total of what no permission covers.

    For the upper bound a permission takes only what is surely of its classes. For the lower bound, where something may
    be of a permission's class, all permissions are taken from all that counts: no use of them can save more.
    """
    parts = [(names, total(part, side)) for names, part in _apart(c, side.up, parents)]
    held = {n: Spread.point(0, cap=side.cap, up=side.up) for n in range(-1, len(rooms))}
    if not side.up and _ambiguous(c, rooms, parents):
        for _, spread in parts:
            held[-1] = held[-1].and_(spread)
        return held[-1].less(sum(r.allowed for r in rooms))
    for names, spread in parts:
        first = next((n for n, room in enumerate(rooms) if names <= room.classes), -1)
        held[first] = held[first].and_(spread)
    for n, room in enumerate(rooms):
        held[room.wider] = held[room.wider].and_(held[n].less(room.allowed))
    return held[-1]


def total(c: Counted, side: Side) -> Spread:
    """What stands at places plus what passes saw, with double counting; all of it may be of one class.

    What was seen outside sites adds to what stands in them; what passes over everything saw may be the same items.
    """
    p, n = (c.p_high, c.high) if side.up else (c.p_low, c.low)
    at_places = ~c.rows.seen
    sure, unsure = at_places & (p >= 1.0), at_places & (p > 0.0) & (p < 1.0)
    spread = Spread.point(int(n[sure].sum()), cap=side.cap, up=side.up)
    for value, chance in sorted(zip(n[unsure].tolist(), p[unsure].tolist(), strict=True)):
        spread = spread.plus(value, chance)
    outside, anywhere = seen(c, p > 0.0 if side.up else p >= 1.0)
    if not (outside.passes or anywhere.passes):
        return spread
    least_out, most_out = _ends(outside, side)
    least_any, most_any = _ends(anywhere, side)
    least = np.maximum(spread.values + least_out, least_any)
    return spread.widened(least, spread.values + most_out + most_any, side.new)


def seen(c: Counted, kept: Flags) -> Seen:
    """Tallies of those sightings among the rows ``kept``."""
    sightings = [c.rows.rows[k] for k in np.flatnonzero(c.rows.seen & kept).tolist()]
    outside = tally(passes_of(s for s in sightings if s.beyond_sites))
    return Seen(outside, tally(passes_of(s for s in sightings if not s.beyond_sites)))


def extremes(c: Counted, parents: Parents) -> tuple[int, int]:
    """The fewest and the most that there may be, permissions aside."""
    low = exceeding(c, (), parents, Side(up=False, new=0.0, cap=OPEN)).values[0]
    sure = Counted(c.rows, c.p_low, np.ceil(c.p_high), c.low, c.high, c.verified, c.late)
    high = exceeding(sure, (), parents, Side(up=True, new=1.0, cap=OPEN)).values[-1]
    return int(low), int(high)


def _ends(t: Tally, side: Side) -> tuple[int, int]:
    return (t.least_high, t.most_high) if side.up else (t.least_low, t.most_low)


def _apart(c: Counted, up: bool, parents: Parents) -> Iterator[tuple[frozenset[str], Counted]]:
    """Rows that may be of the same items, by the names of their classes.

    For the upper bound every name stands for items of its own. For the lower one "artillery" may be the "howitzer_122"
    of another pass, so names of which one contains another go together; others cannot be the same.
    """
    names = sorted(set(c.rows.class_.tolist()))
    groups: list[frozenset[str]] = []
    for name in names:
        near = [g for g in groups if not up and any(_related(name, other, parents) for other in g)]
        groups = [g for g in groups if g not in near] + [frozenset({name}).union(*near)]
    for group in sorted(groups, key=sorted):
        yield group, c.take(np.isin(c.rows.class_.astype(str), sorted(group)))


def _related(a: str, b: str, parents: Parents) -> bool:
    return covers(a, b, parents) or covers(b, a, parents)


def _ambiguous(c: Counted, rooms: Sequence[Room], parents: Parents) -> bool:
    """Whether a row names a class wider than a room takes."""
    return any(
        name not in room.classes and any(covers(name, inner, parents) for inner in room.classes)
        for name in set(c.rows.class_.tolist())
        for room in rooms
    )
