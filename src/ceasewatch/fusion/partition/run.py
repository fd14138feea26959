"""The steps one after the other, on any engine that can map a function over pieces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ceasewatch.fusion import packed
from ceasewatch.fusion.canonical import as_table, canonical
from ceasewatch.fusion.decisions import Rulings
from ceasewatch.fusion.evidence import Codebook, evidence
from ceasewatch.fusion.groups import Groups, joined, storytellers
from ceasewatch.fusion.parameters import DEFAULT, Parameters
from ceasewatch.fusion.partition.incidents import Whole, incidents_of, together
from ceasewatch.fusion.partition.neighbourhoods import Scene, linked, merged, neighbourhoods, settled
from ceasewatch.fusion.partition.part import Engine, Part, by_part
from ceasewatch.fusion.partition.rates import counted, density_cells, sums
from ceasewatch.fusion.partition.split import Split, home, sent
from ceasewatch.fusion.partition.texts import Family, Keyed, beside, copies_in, families, spread
from ceasewatch.fusion.ruled import Ruled
from ceasewatch.fusion.settle import Settled
from ceasewatch.model.decision import Decision
from ceasewatch.model.observation import Observation
from ceasewatch.model.table import IncidentTable, Int, Objects, ObservationTable


@dataclass(frozen=True, slots=True)
class Glance:
    """A piece of the first step: any rows.

    Attributes:
        part: the rows; split: how they are to be spread; parameters: numbers.
    """

    part: Part
    split: Split
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first step finds of n rows, each by itself.

    Attributes:
        row: (n,) numbers in the whole.
        home: (n,) owner.
        writes, joins, counts: (n,) whether a row may tell others' stories, may be joined, counts for rates.
        cell: (n,) density cell.
        stories, happenings: (row, partition) by the border rule, for either step.
        texts: for each partition of texts, what it gets.
    """

    row: Int
    home: Int
    writes: np.ndarray
    joins: np.ndarray
    counts: np.ndarray
    cell: Int
    stories: tuple[Int, Int]
    happenings: tuple[Int, Int]
    texts: list[Keyed]


def look(g: Glance) -> Seen:
    """The first step."""
    table, p = g.part.table, g.parameters
    e = evidence(table, p, Codebook(p))
    joins = e.code[:, packed.JOINS] == 1
    writes = np.zeros(len(e), bool)
    writes[storytellers(e)] = True
    tellers = sent(table, e, np.flatnonzero(writes), p.story_gate, g.split)
    nodes = sent(table, e, np.flatnonzero(joins), p.gate_sigma, g.split)
    row = g.part.row
    return Seen(
        row=row,
        home=home(table, e, g.split),
        writes=writes,
        joins=joins,
        counts=counted(e),
        cell=density_cells(table, e),
        stories=(row[tellers[0]], tellers[1]),
        happenings=(row[nodes[0]], nodes[1]),
        texts=spread(g.part, p.echo, g.split.parts),
    )


def fuse_in_partitions(
    observations: ObservationTable | Iterable[Observation],
    *,
    parameters: Parameters = DEFAULT,
    decisions: Iterable[Decision] = (),
    split: Split | None = None,
    engine: Engine = map,
) -> IncidentTable:
    """As :func:`~ceasewatch.fusion.fuse`, byte for byte, by functions of one partition's rows each.

    Args:
        observations: as there.
        parameters: as there.
        decisions: as there.
        split: how rows are spread; by default into 16 partitions.
        engine: what runs a function over pieces; by default one after the other, here.

    Returns:
        As there.

    Raises:
        DataError: two observations have one id, or one has none.
        ConflictError: two decisions contradict each other.
    """
    rulings = Rulings.make(decisions)
    run = _Run(canonical(as_table(observations)), parameters, split or Split(), engine)
    source, ruled = run.copies(), Ruled.among(run.ids, rulings)
    stories, speaker = run.settle(source, run.writes, ruled, stories=True)
    nodes = np.zeros(len(speaker), bool)
    nodes[speaker] = True
    happenings, _ = run.settle(source, nodes & run.joins, ruled.spoken_for(speaker), stories=False)
    return run.incidents(joined(stories, happenings, speaker, source, parameters, ruled))


class _Run:
    """What is known in the middle: the whole table, which only hands out rows, and narrow columns about them."""

    def __init__(self, table: ObservationTable, parameters: Parameters, split: Split, engine: Engine) -> None:
        self._table, self._parameters, self._engine = table, parameters, engine
        self._parts = split.parts
        n = len(table)
        glances = [Glance(self._part(rows), split, parameters) for rows in np.array_split(np.arange(n), split.parts)]
        self._seen = list(engine(look, glances))
        row = np.concatenate([s.row for s in self._seen])
        order = np.argsort(row)
        columns = ("home", "writes", "joins", "counts", "cell")
        self._home, self.writes, self.joins, self._counts, self._cell = (
            np.concatenate([getattr(s, name) for s in self._seen])[order] for name in columns
        )

    @property
    def ids(self) -> Objects:
        """(n,) of the rows."""
        return self._table.ids

    def copies(self) -> Int:
        """(n,) families of copies."""
        pieces = [beside(list(k)) for k in zip(*(s.texts for s in self._seen), strict=True)]
        pairs = list(self._engine(copies_in, [p for p in pieces if len(p.row)]))
        source = np.arange(len(self._table))
        tasks = [Family(self._part(rows), self._parameters.echo) for rows in self._owned(pairs)]
        for task, found in zip(tasks, self._engine(families, tasks), strict=True):
            source[task.part.row] = found
        return source

    def settle(self, source: Int, chosen: np.ndarray, ruled: Ruled, *, stories: bool) -> tuple[Settled, Int]:
        """Groups among the ``chosen`` rows, and who speaks for each."""
        count = sums(self._cell, chosen & self._counts)
        row, part = (
            np.concatenate([(s.stories if stories else s.happenings)[k] for s in self._seen]) for k in range(2)
        )
        kept = chosen[row]

        def scenes(several: list[Int]) -> list[Scene]:
            known = self._parameters
            return [Scene(self._part(r), source[r], count[r], stories, known, ruled.within(r)) for r in several]

        pairs = list(self._engine(linked, scenes(by_part(row[kept], part[kept]))))
        return merged(len(source), list(self._engine(settled, scenes(self._owned(pairs)))))

    def incidents(self, groups: Groups) -> IncidentTable:
        """Put together by the owners of the first members."""
        pieces = []
        for rows in by_part(np.arange(len(self._table)), self._home[groups.anchor]):
            anchor = np.searchsorted(rows, groups.anchor[rows])
            source = np.unique(groups.source[rows], return_inverse=True)[1].astype(np.int64)
            said = (
                {n: groups.spoken[r] for n, r in enumerate(rows.tolist()) if r in groups.spoken}
                if groups.spoken
                else {}
            )
            pieces.append(Whole(self._part(rows), anchor, source, groups.p[rows], said, self._parameters))
        return together(self._table, list(self._engine(incidents_of, pieces)), groups.choices)

    def _owned(self, pairs: list[Int]) -> list[Int]:
        """Rows of the neighbourhoods that those links make, by the owner of the first row of each."""
        rows, first = neighbourhoods(len(self._table), pairs)
        return by_part(rows, self._home[first])

    def _part(self, rows: Int) -> Part:
        return Part(rows, self._table.take(rows))
