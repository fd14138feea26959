"""The simulated front that figures are reported on, and what fusion makes of it.

Reported on: the world ``dense-front``, seed 20310. Chosen on: ``tuning-front``, other seeds. Taught peers learn from
``dense-front`` itself, seed 77, and so see the very error rates that they are asked about; fusion does not.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from benchmarks.declare import Figures
from ceasewatch.fusion import fuse
from ceasewatch.model.table import IncidentTable, Int, ObservationTable
from ceasewatch.simulate.generate import Simulated, generate
from ceasewatch.simulate.score import bcubed, pair_scores
from ceasewatch.simulate.world import World, load_world

WORLD: Final = "dense-front"
SEED: Final = 20_310
TAUGHT_SEED: Final = 77
SHORT_EVENTS: Final = 400
TAUGHT_ROWS: Final = 12_000


@cache
def front(events: int | None, *, words: bool, seed: int = SEED) -> Simulated:
    """A run of the world, of its own number of events by default; without ``words``, those and origins are hidden."""
    made = generate(load_world(WORLD), seed=seed, events=events)
    return made if words else made.hidden_words()


def taught_front(rows: int, *, words: bool) -> Simulated:
    """About ``rows`` rows of another seed, to teach a peer with."""
    return front(max(50, int(rows / 2.4)), words=words, seed=TAUGHT_SEED)


def warm_up(world: World | None = None) -> None:
    """Load compiled code, which is no part of the work that is measured."""
    fuse(generate(world or load_world(WORLD), seed=1, events=60).table)


@dataclass(frozen=True)
class Fused:
    """What fusion made of a run.

    Attributes:
        incidents: over its observations in canonical order.
        order: (n,) row of the run's table that each of these observations is.
        labels: (n,) incident of each row of the run's table; -1 where it takes part in none.
        cpu_s: processor time of the call.
    """

    incidents: IncidentTable
    order: Int
    labels: Int
    cpu_s: float

    @classmethod
    def of(cls, table: ObservationTable) -> Fused:
        """Fuse ``table`` with the default parameters; no label is used."""
        start = time.process_time()
        incidents = fuse(table)
        cpu_s = time.process_time() - start
        row_of = {name: row for row, name in enumerate(table.ids.tolist())}
        order = np.array([row_of[name] for name in incidents.observations.ids.tolist()], np.int64)
        return cls(incidents, order, _labels(incidents, order, len(table)), cpu_s)

    def figures(self, truth: Int) -> Figures:
        """Agreement with the truth, for a report."""
        pairs, rows = pair_scores(truth, self.labels), bcubed(truth, self.labels)
        return {
            "pair_f1": pairs.f1,
            "pair_precision": pairs.precision,
            "pair_recall": pairs.recall,
            "bcubed_f1": rows.f1,
            "incidents": len(self.incidents),
            "cpu_s": self.cpu_s,
        }


def _labels(incidents: IncidentTable, order: Int, n: int) -> Int:
    members = incidents.members
    labels = np.full(n, -1, np.int64)
    labels[order[members.row]] = np.repeat(np.arange(len(incidents)), np.diff(members.offsets))
    return labels
