"""How many different items several passes saw, when some may have been counted twice.

With ``n_i`` items in pass ``i``, of which ``S_i`` showed its serial numbers, and ``S`` the union of these sets::

    max(|S|, max n_i)  <=  different items  <=  |S| + sum (n_i - |S_i|)

The least is reached if every unread item of the smaller passes was seen in another, the most if none was. Where each
sighting beyond the least is of an item counted before with probability q, the number is ``least + Binomial(most -
least, 1 - q)``, which does not depend on the order of the passes. With all serial numbers read it is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ceasewatch.agreement.holdings.amounts import OPEN, bounds
from ceasewatch.model.holding import Sighting


class Tally(NamedTuple):
    """Bounds from double counting, for the lowest and for the highest that each pass may have seen.

    Attributes:
        least_low, most_low: if each pass saw as few as its count allows.
        least_high, most_high: if each saw as many.
        passes: how many.
        read: different serial numbers.
        sizes: bounds of each pass, the largest first.
    """

    least_low: int = 0
    most_low: int = 0
    least_high: int = 0
    most_high: int = 0
    passes: int = 0
    read: int = 0
    sizes: tuple[tuple[int, int], ...] = ()


class Pass(NamedTuple):
    """One pass: between ``low`` and ``high`` items, and the serial numbers that were read."""

    low: int
    high: int
    serials: frozenset[str]


def passes_of(sightings: Iterable[Sighting]) -> list[Pass]:
    """Sightings of one pass are of different items and add up; largest first."""
    groups: dict[str, list[Sighting]] = {}
    for s in sightings:
        groups.setdefault(s.pass_id or f"alone:{s.id}", []).append(s)
    return sorted((_pass(group) for group in groups.values()), key=lambda p: (-p.high, -p.low, sorted(p.serials)))


def tally(passes: Sequence[Pass]) -> Tally:
    """Bounds on the number of different items that the passes saw."""
    read = len(frozenset().union(*(p.serials for p in passes)))
    low, high = [p.low for p in passes], [p.high for p in passes]
    unread_low = sum(p.low - len(p.serials) for p in passes)
    unread_high = sum(p.high - len(p.serials) for p in passes)
    return Tally(
        least_low=max([read, *low]),
        most_low=read + unread_low,
        least_high=min(OPEN, max([read, *high])),
        most_high=min(OPEN, read + unread_high),
        passes=len(passes),
        read=read,
        sizes=tuple(zip(low, high, strict=True)),
    )


def _pass(group: Sequence[Sighting]) -> Pass:
    serials = frozenset(n for s in group for n in s.serials)
    each = [bounds(s.count) for s in group]
    low = max(sum(low for low, _ in each), len(serials))
    return Pass(low, max(low, min(OPEN, sum(high for _, high in each))), serials)
