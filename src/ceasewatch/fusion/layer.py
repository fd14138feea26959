"""One of the two steps of grouping, kept up to date: stories among reports, or happenings among stories.

Items are slots. A change touches the items that come, those whose rate changes, and the neighbourhoods that these have
links into; these neighbourhoods are settled anew, by the same code as in bulk, and nothing else can change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from ceasewatch.fusion.asked import find_links
from ceasewatch.fusion.density import Density
from ceasewatch.fusion.evidence import Evidence
from ceasewatch.fusion.held import Held, places, roomier
from ceasewatch.fusion.index import Index
from ceasewatch.fusion.packed import MODE, RATE, STORY_RATE
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.fusion.refine import CHOICES
from ceasewatch.fusion.ruled import Ruled
from ceasewatch.fusion.settle import Settled, settle
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import Int

NONE: Final[Int] = np.zeros(0, np.int64)

Rules = Callable[[Int], Ruled | None]
"""Which of some slots persons decided on, by their place among these."""


@compiled
def around(follower: Int, starts: Int, seen: Int, stamp: int) -> Int:
    """All members of the rings that ``starts`` lie in, each once; ``seen`` is marked with ``stamp``."""
    out, found = np.empty(max(16, 2 * len(starts)), np.int64), 0
    for start in starts:
        at = start
        while seen[at] != stamp:
            seen[at] = stamp
            if found == len(out):
                wider = np.empty(2 * found, np.int64)
                for k in range(found):
                    wider[k] = out[k]
                out = wider
            out[found], found = at, found + 1
            at = follower[at]
    return out[:found]


@compiled
def ring(follower: Int, slots: Int, part: Int) -> None:
    """Rings of the slots of equal ``part``; part is the index of the first of them."""
    for k in range(len(slots)):
        follower[slots[k]] = slots[k]
    for k in range(len(slots)):
        first = slots[part[k]]
        if part[k] != k:
            follower[slots[k]], follower[first] = follower[first], slots[k]


class Layer:
    """Neighbourhoods and groups of items.

    Args:
        stories: whether this is the layer of stories.
        parameters: numbers.

    Attributes:
        group: (n,) the first item of each item's group; p: (n,) probability; where, chance: (n, CHOICES) other groups.
    """

    def __init__(self, parameters: Parameters, *, stories: bool) -> None:
        p = parameters
        self._stories, self._sweeps = stories, p.sweeps
        self._gate, self._cut = (p.story_gate, p.story_cut) if stories else (p.gate_sigma, p.cut)
        rule, column = (p.story_rule, STORY_RATE) if stories else (p.event_rule, RATE)
        self._index, self._density = Index(self._gate), Density(rule, column)
        self._follower, self._seen, self._stamp = NONE, NONE, 0
        self.group, self.p = NONE, np.zeros(0)
        self.where, self.chance = np.zeros((0, CHOICES), np.int64), np.zeros((0, CHOICES))

    def grow(self, count: int) -> None:
        """Make room for so many slots; new ones are alone."""
        before = len(self.group)
        if count <= before:
            return
        self.group = roomier(self.group, count)
        self._follower, self._seen = roomier(self._follower, count), roomier(self._seen, count)
        self.p, self.where = roomier(self.p, count, 1.0), roomier(self.where, count, -1)
        self.chance = roomier(self.chance, count)
        self.group[before:] = self._follower[before:] = np.arange(before, len(self.group))

    def ring_of(self, items: Int) -> Int:
        """Members of the neighbourhoods of ``items``."""
        self._stamp += 1
        return around(self._follower, items, self._seen, self._stamp)

    def change(self, e: Evidence, held: Held, gone: Int, come: Int, touched: Int, ruled: Rules) -> Int:
        """Takes ``gone`` out, puts ``come`` in and settles what that touches, or what ``touched`` are part of.

        ``ruled`` tells which of some slots persons decided on.

        Returns:
            The items that were settled anew; what is gone is not among them.
        """
        self._index.remove(e.real, e.code, gone)
        before = self.ring_of(gone)
        self._index.insert(e.real, e.code, come)
        rated = self._density.change(e.real, e.code, gone, come)
        asked = np.union1d(np.concatenate([come, rated]), touched)
        numbers = e.numbers.copy()
        numbers[MODE] = float(self._stories)
        i = self._index
        given = (e.real, e.code, e.kinds, e.prior, e.weapons, numbers)
        if len(asked) < i.levels.sum():
            met = find_links(*given, i.names, i.heads, i.follower, i.levels, asked, self._gate, self._cut)
        else:
            met = NONE
        near = self.ring_of(np.concatenate([asked, met]))
        dirty = np.setdiff1d(np.union1d(before, near), gone)
        self._clear(gone)
        self._write(dirty := held.in_order(dirty), self._settled(e, dirty, ruled(dirty)))
        return dirty

    def _settled(self, e: Evidence, slots: Int, ruled: Ruled | None) -> Settled:
        block = Evidence(e.real[slots], e.code[slots], e.kinds, e.numbers)
        rows = np.arange(len(slots))
        gates = {"gate": self._gate, "cut": self._cut}
        return settle(block, rows, stories=self._stories, sweeps=self._sweeps, ruled=ruled, **gates)

    def _clear(self, gone: Int) -> None:
        self.group[gone] = self._follower[gone] = gone
        self.p[gone], self.where[gone], self.chance[gone] = 1.0, -1, 0.0

    def _write(self, slots: Int, s: Settled) -> None:
        ring(self._follower, slots, s.part)
        self.group[slots], self.p[slots] = slots[s.group], s.p
        self.where[slots] = np.where(s.where >= 0, slots[s.where], -1)
        self.chance[slots] = s.chance

    def settled(self, slots: Int) -> Settled:
        """What is known of ``slots``, by their rows in that order; groups of others do not count."""
        part = np.arange(len(slots))
        where = self.where[slots]
        rows = np.where(where >= 0, places(slots, where), -1)
        group = places(slots, self.group[slots])
        group = np.where(group >= 0, group, part)
        return Settled(part, group, self.p[slots], rows, np.where(rows >= 0, self.chance[slots], 0.0))
