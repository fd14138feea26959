"""From packed reports to groups: links, joining, moving. The same code for stories and for happenings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ceasewatch.fusion.agglomerate import adjacency, agglomerate, components
from ceasewatch.fusion.crowd import follow, thinned
from ceasewatch.fusion.evidence import Evidence
from ceasewatch.fusion.links import links_in
from ceasewatch.fusion.packed import MODE
from ceasewatch.fusion.refine import CHOICES, refine
from ceasewatch.fusion.ruled import Ruled, allowed, mark
from ceasewatch.model.table import Int, Real


@dataclass(frozen=True, slots=True)
class Settled:
    """Of n packed reports.

    Attributes:
        part: (n,) smallest row of the neighbourhood, which no group crosses.
        group: (n,) smallest row of the group.
        p: (n,) probability that the report belongs to its group; 1 for those alone.
        where, chance: (n, CHOICES) other groups and their probabilities, -1 for none.
    """

    part: Int
    group: Int
    p: Real
    where: Int
    chance: Real

    @classmethod
    def alone(cls, n: int) -> Settled:
        """Nobody has told anything of the others."""
        part, group = np.arange(n), np.arange(n)
        return cls(part, group, np.ones(n), np.full((n, CHOICES), -1), np.zeros((n, CHOICES)))


def settle(
    e: Evidence, rows: Int, *, stories: bool, gate: float, cut: float, sweeps: int, ruled: Ruled | None = None
) -> Settled:
    """Groups among ``rows`` (ascending); all other rows stay alone.

    ``ruled`` are rows that persons decided on; what they exclude is written into ``e.code``.
    """
    n = len(e)
    numbers = e.numbers.copy()
    numbers[MODE] = float(stories)
    given = (e.real, e.code, e.kinds, e.prior, e.weapons, numbers)
    pairs, found = links_in(*given, rows, gate, cut)
    part = components(n, pairs)
    if ruled is not None and ruled.rulings.foes:
        mark(e.code, part, ruled)
        kept = allowed(e.code, pairs)
        pairs, found = pairs[kept], found[kept]
    exempt = np.zeros(0, np.int64) if ruled is None else ruled.row
    pairs, found, following = thinned(e, part, pairs, found, exempt)
    first, other = adjacency(n, pairs)
    group, follower, size, value = np.arange(n), np.full(n, -1), np.ones(n, np.int64), np.zeros(n)
    agglomerate(*given, pairs, found, first, other, group, follower, size, value)
    p, where, chance = np.ones(n), np.full((n, CHOICES), -1), np.zeros((n, CHOICES))
    linked = np.flatnonzero(np.diff(first))
    refine(*given, linked, first, other, group, follower, size, sweeps, p, where, chance)
    follow(e, following, group, p, where, chance, stories=stories)
    return Settled(part, group, p, where, chance)
