"""Splink as a process of its own: rows in, scored pairs out, and what each step took.

    python -m benchmarks.peers.splink_process '{"rows": ..., "pairs": ..., ...}'

A process of its own, so that its memory is its own. Called by :mod:`benchmarks.peers.splink_peer`.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from splink import DuckDBAPI, Linker, block_on
from splink.internals.splink_dataframe import SplinkDataFrame

from benchmarks.declare import Figures
from benchmarks.peers.candidates import Gate, candidates
from benchmarks.peers.splink_model import settings, with_keys

T = TypeVar("T")


@dataclass(frozen=True)
class Task:
    """What to do.

    Attributes:
        rows: parquet file of the rows (:func:`benchmarks.peers.rows.flat`).
        pairs: parquet file to write: ``unique_id_l``, ``unique_id_r``, ``match_probability``.
        words: whether texts and addresses are compared.
        articles: whether the rows are press articles.
        earlier: parquet file of rows to train on instead, without labels too; the rows themselves, if empty.
        gate: fields of the :class:`~benchmarks.peers.candidates.Gate`.
        least: pairs below this probability are not written.
        cluster_at: threshold of Splink's own clustering, which is timed.
        online: this many rows come in later, in batches of 100, and then this many batches of one.
        random_pairs: how many random pairs teach the u probabilities.
    """

    rows: str
    pairs: str
    words: bool
    articles: bool = False
    earlier: str = ""
    gate: dict[str, float] = field(default_factory=dict)
    least: float = 0.001
    cluster_at: float = 0.5
    online: int = 0
    random_pairs: float = 2e6


class Clock:
    """CPU and wall seconds of named steps."""

    def __init__(self) -> None:
        self.figures: Figures = {}

    def step(self, name: str, work: Callable[[], T]) -> T:
        """Do ``work``; what it gives back."""
        cpu, wall = time.process_time(), time.perf_counter()
        done = work()
        self.figures[f"{name}_cpu_s"] = time.process_time() - cpu
        self.figures[f"{name}_wall_s"] = time.perf_counter() - wall
        return done


def run(task: Task) -> Figures:
    """Train on the rows without labels, score the candidate pairs, cluster, and take in later rows."""
    gate, clock = Gate(**task.gate), Clock()
    rows = with_keys(pq.read_table(task.rows), gate)
    database = DuckDBAPI()
    held = rows.slice(0, len(rows) - task.online)
    lessons = with_keys(pq.read_table(task.earlier), gate) if task.earlier else held
    linker = clock.step("load", lambda: linker_of(database, lessons, task))
    clock.step("train", lambda: train(linker, task))
    if task.earlier:
        linker = Linker(database.register(rows), linker.misc.save_model_to_json(), None)
    clock.step("block", lambda: block(linker, database, held, task))
    least = task.least
    scored = clock.step("predict", lambda: linker.inference.predict(least, warning_mode="never"))
    write(scored, task.pairs, "unique_id_l", "unique_id_r", "match_probability")
    cluster = linker.clustering.cluster_pairwise_predictions_at_threshold
    clusters = clock.step("cluster", lambda: cluster(scored, task.cluster_at))
    write(clusters, task.pairs + ".clusters", "unique_id", "cluster_id")
    if task.online:
        online(linker, database, rows, task, clock)
    return clock.figures


def linker_of(database: DuckDBAPI, rows: pa.Table, task: Task) -> Linker:
    """The untrained model on ``rows``."""
    model = settings(Gate(**task.gate), words=task.words, articles=task.articles)
    return Linker(database.register(rows), model, None)


def write(frame: SplinkDataFrame, path: str, *columns: str) -> None:
    """Some columns of a result, as a parquet file."""
    pq.write_table(frame.as_pyarrow_table().select(columns), path)  # type: ignore[no-untyped-call]


def block(linker: Linker, database: DuckDBAPI, rows: pa.Table, task: Task) -> None:
    """Hand Splink the pairs to score, from DuckDB's grid join: quicker than blocking rules, and it misses fewer."""
    left, right = candidates(rows, Gate(**task.gate), words=task.words)
    pairs = pa.table({"match_key": np.zeros(len(left), np.int64), "join_key_l": left, "join_key_r": right})
    linker.table_management.register_blocked_pairs_for_predict(database.register(pairs))


def train(linker: Linker, task: Task) -> None:
    """U from random pairs; m by expectation maximisation, in a block of near places and in one of like rows."""
    training, gate = linker.training, Gate(**task.gate)
    training.estimate_u_using_random_sampling(max_pairs=task.random_pairs, seed=1, min_count_per_level=None)
    learn = training.estimate_parameters_using_expectation_maximisation
    if task.articles:
        learn(f"l.key000 = r.key000 and {gate.place}")
        learn("l.t1 = r.t1")
    else:
        learn(" and ".join(["l.key000 = r.key000", gate.place, gate.time]), max_pairs=1e6)
        learn(block_on("kind", "observer_kind"), max_pairs=1e6)


def online(linker: Linker, database: DuckDBAPI, rows: pa.Table, task: Task, clock: Clock) -> None:
    """Later rows against all that are held, in batches of 100 and one at a time; their mean times in the figures."""
    first = len(rows) - task.online
    held = database.register(rows.slice(0, first))
    for size, batches in ((100, task.online // 100), (1, min(20, task.online))):
        starts = [first + k * size for k in range(batches)]

        def arrive(size: int = size, starts: list[int] = starts) -> None:
            for start in starts:
                batch = database.register(rows.slice(start, size))
                linker.inference.predict_between(held, batch, threshold_match_probability=0.5, warning_mode="never")

        clock.step(f"batches_of_{size}", arrive)
        clock.figures[f"batches_of_{size}"] = batches


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(run(Task(**json.loads(sys.argv[1])))))
