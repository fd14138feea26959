"""From a table to groups of its rows: first the stories that writers copy from each other, then the happenings.

All reports that tell one story are one source with one measurement: that of its sharpest report. A report's membership
is the product of how surely it tells that story and how surely that story is about that happening.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ceasewatch.fusion import packed
from ceasewatch.fusion.decisions import Rulings
from ceasewatch.fusion.density import Density
from ceasewatch.fusion.echo import origins
from ceasewatch.fusion.evidence import Codebook, Evidence, evidence
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.fusion.ruled import Ruled, Spoken, spoken, united
from ceasewatch.fusion.settle import Settled, settle
from ceasewatch.fusion.statements import Choices, choices, told
from ceasewatch.model.table import Int, ObservationTable, Real

_NONE: Int = np.zeros(0, np.int64)
NONE_RULED: Final = Rulings()


@dataclass(frozen=True, slots=True)
class Groups:
    """Of n rows.

    Attributes:
        anchor: (n,) row of the earliest-recorded member of the row's group.
        source: (n,) equal for rows whose words or addresses go back to one.
        p: (n,) probability that the observation is about that happening.
        choices: what else observations may be about; groups by anchor.
        spoken: row -> what persons decided of it.
    """

    anchor: Int
    source: Int
    p: Real
    choices: Choices
    spoken: Mapping[int, Spoken] = field(default_factory=dict)


def group(table: ObservationTable, parameters: Parameters, rulings: Rulings = NONE_RULED) -> Groups:
    """Group the rows of ``table``, which is in canonical order, as far as ``rulings`` leave it open."""
    ruled = Ruled.among(table.ids, rulings)
    e = evidence(table, parameters, Codebook(parameters))
    e.code[:, packed.ECHO] = origins(table, parameters.echo)
    writers = storytellers(e)
    Density(parameters.story_rule, packed.STORY_RATE, len(e)).change(e.real, e.code, _NONE, writers)
    stories = tell(e, writers, parameters, ruled)
    speaker = speakers(e, stories.group)
    nodes = np.unique(speaker)
    nodes = nodes[e.code[nodes, packed.JOINS] == 1]
    Density(parameters.event_rule, packed.RATE, len(e)).change(e.real, e.code, _NONE, nodes)
    happenings = happen(e, nodes, parameters, ruled.spoken_for(speaker))
    echo = e.code[:, packed.ECHO].copy()
    del e  # the largest of all, and no longer asked
    return joined(stories, happenings, speaker, echo, parameters, ruled)


def storytellers(e: Evidence) -> Int:
    """Rows that may copy others, or be copied."""
    c = e.code
    return np.flatnonzero((c[:, packed.WRITES] == 1) & (c[:, packed.JOINS] == 1) & (c[:, packed.NAME] < 0))


def tell(e: Evidence, rows: Int, p: Parameters, ruled: Ruled | None = None) -> Settled:
    """Which of ``rows`` tell one story."""
    return settle(e, rows, stories=True, gate=p.story_gate, cut=p.story_cut, sweeps=p.sweeps, ruled=ruled)


def happen(e: Evidence, nodes: Int, p: Parameters, ruled: Ruled | None = None) -> Settled:
    """Which of ``nodes`` are about one happening."""
    return settle(e, nodes, stories=False, gate=p.gate_sigma, cut=p.cut, sweeps=p.sweeps, ruled=ruled)


def speakers(e: Evidence, story: Int) -> Int:
    """(n,) the row that speaks for each row's story: its sharpest, of equals the first."""
    n = len(story)
    order = np.lexsort((np.arange(n), e.real[:, packed.SPREAD], story))
    new = np.ones(n, bool)
    new[1:] = np.diff(story[order]) != 0
    speaker = np.empty(n, np.int64)
    speaker[story[order[new]]] = order[new]
    return speaker[story]


def joined(
    stories: Settled, happenings: Settled, speaker: Int, source: Int, p: Parameters, ruled: Ruled | None = None
) -> Groups:
    """Memberships of all rows, from those of rows in stories and of stories in happenings, and from decisions."""
    n = len(speaker)
    label = happenings.group[speaker]
    first = np.full(n, n)
    np.minimum.at(first, label, np.arange(n))
    alone = np.bincount(label, minlength=n)[label] == 1
    likely = np.where(alone, 1.0, p.calibration.of(told(stories, happenings, speaker)))
    room = np.where(alone, 1.0, 1.0 - likely)
    made = Groups(first[label], source, likely, choices(stories, happenings, speaker, first, room, p))
    return made if ruled is None or not len(ruled.row) else overruled(made, ruled)


def overruled(groups: Groups, ruled: Ruled) -> Groups:
    """Groups after decisions. Who was put together has no probability, and nothing else to be about."""
    n = len(groups.anchor)
    label, left = united(groups.anchor, groups.p, ruled)
    _, label = np.unique(label, return_inverse=True)
    first = np.full(n, n)
    np.minimum.at(first, label, np.arange(n))
    anchor = first[label]
    said = spoken(ruled, anchor)
    decided = np.zeros(n, bool)
    decided[[row for row, s in said.items() if s.by]] = True
    alone = np.bincount(label, minlength=1)[label] == 1
    p = np.where(decided, np.nan, np.where(alone, 1.0, groups.p))
    return Groups(anchor, groups.source, p, _open(groups, anchor, left, decided, ruled), said)


def _open(groups: Groups, anchor: Int, left: np.ndarray, decided: np.ndarray, ruled: Ruled) -> Choices:
    """What rows may still be about instead, by the groups after decisions."""
    c, n = groups.choices, len(anchor)
    now = np.full(n, -1)
    now[groups.anchor[~left]] = anchor[~left]
    kept = np.flatnonzero((now[c.anchor] >= 0) & ~decided[c.row])
    kept = kept[now[c.anchor[kept]] != anchor[c.row[kept]]]
    kept = kept[~ruled.excluded(c.row[kept], now[c.anchor[kept]], anchor)]
    key, of = np.unique(c.row[kept] * n + now[c.anchor[kept]], return_inverse=True)
    return Choices(key // n, key % n, np.round(np.bincount(of, c.p[kept], len(key)), 6))
