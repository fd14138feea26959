"""Links within a partition, and neighbourhoods settled by one partition each.

A neighbourhood (connected component of the links) may cross any number of borders; the pairs that all partitions found
are merged into components, and the partition that owns the first row of one gets all of its rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ceasewatch.fusion import packed
from ceasewatch.fusion.agglomerate import components
from ceasewatch.fusion.evidence import Codebook, Evidence, evidence
from ceasewatch.fusion.groups import happen, speakers, tell
from ceasewatch.fusion.links import links_in
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.fusion.partition.part import Part
from ceasewatch.fusion.partition.rates import write
from ceasewatch.fusion.ruled import Ruled
from ceasewatch.fusion.settle import Settled
from ceasewatch.model.table import Int, Real


@dataclass(frozen=True, slots=True)
class Scene:
    """Rows among which stories, or happenings, are looked for.

    Attributes:
        part: the rows.
        echo: (n,) equal for rows whose words or addresses go back to one.
        count: (n,) how many count in the density cell of each, in the whole.
        stories: whether stories are looked for.
        parameters: numbers.
        ruled: rows of these that persons decided on, or that speak for such.
    """

    part: Part
    echo: Int
    count: Int
    stories: bool
    parameters: Parameters
    ruled: Ruled

    def evidence(self) -> Evidence:
        """Packed reports with their rates."""
        p = self.parameters
        e = evidence(self.part.table, p, Codebook(p))
        e.code[:, packed.ECHO] = self.echo
        column, rule = (packed.STORY_RATE, p.story_rule) if self.stories else (packed.RATE, p.event_rule)
        write(e, np.arange(len(e)), self.count, column, rule)
        return e


@dataclass(frozen=True, slots=True)
class Answer:
    """What one partition settled.

    Attributes:
        row: (n,) rows, by their number in the whole; so are those below.
        group, speaker: (n,) first row of each group, and who speaks for it.
        p: (n,); where, chance: (n, CHOICES): as in :class:`~ceasewatch.fusion.settle.Settled`.
    """

    row: Int
    group: Int
    speaker: Int
    p: Real
    where: Int
    chance: Real


def linked(scene: Scene) -> Int:
    """(k, 2) links among the rows of the scene, by their numbers in the whole."""
    e, p = scene.evidence(), scene.parameters
    numbers = e.numbers.copy()
    numbers[packed.MODE] = float(scene.stories)
    gate, cut = (p.story_gate, p.story_cut) if scene.stories else (p.gate_sigma, p.cut)
    pairs, _ = links_in(e.real, e.code, e.kinds, e.prior, e.weapons, numbers, np.arange(len(e)), gate, cut)
    return scene.part.row[pairs]


def settled(scene: Scene) -> Answer:
    """The groups of whole neighbourhoods."""
    e, rows = scene.evidence(), np.arange(len(scene.part))
    s = (tell if scene.stories else happen)(e, rows, scene.parameters, scene.ruled)
    row = scene.part.row
    where = np.where(s.where >= 0, row[s.where], -1)
    return Answer(row, row[s.group], row[speakers(e, s.group)], s.p, where, s.chance)


def neighbourhoods(n: int, pairs: list[Int]) -> tuple[Int, Int]:
    """Rows that have links, and the first row of the neighbourhood of each, from the links of all partitions."""
    every = np.concatenate([np.zeros((0, 2), np.int64), *pairs])
    first = components(n, every)
    rows = np.unique(every)
    return rows, first[rows]


def merged(n: int, answers: list[Answer]) -> tuple[Settled, Int]:
    """Of all n rows: groups, and who speaks for each row's group; rows in no neighbourhood are alone."""
    s = Settled.alone(n)
    speaker = np.arange(n)
    for a in answers:
        s.group[a.row], s.p[a.row], s.where[a.row], s.chance[a.row] = a.group, a.p, a.where, a.chance
        speaker[a.row] = a.speaker
    return s, speaker
