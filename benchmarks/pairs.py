"""Who belongs together: fusion beside its peers, on the same rows in the same run."""

from __future__ import annotations

import time

from benchmarks.declare import Figures
from benchmarks.fronts import SHORT_EVENTS, TAUGHT_ROWS, Fused, front, taught_front, warm_up
from benchmarks.peers.candidates import Gate
from benchmarks.peers.gbm import teach
from benchmarks.peers.links import best_average, best_connected
from benchmarks.peers.rows import flat
from benchmarks.peers.rules import place_and_day, singletons
from benchmarks.peers.splink_peer import needs, splink
from ceasewatch.model.table import Int, ObservationTable
from ceasewatch.simulate.score import bcubed, pair_scores

TOO_EASY = {"splink_pair_f1": 0.68}
"""Above this, of Splink with its threshold swept on the truth, the rows are too easy and no figure counts."""


def compare(short: bool, *, words: bool) -> Figures:
    """Scores and costs of fusion, Splink, the taught model and the rules of thumb."""
    needs("splink", "duckdb", "sklearn")
    run = front(SHORT_EVENTS if short else None, words=words)
    warm_up()
    ours = Fused.of(run.table).figures(run.event)
    size = {"observations": len(run.table), "events": len(set(run.event.tolist()) - {-1})}
    return {
        **size,
        **ours,
        **untaught(run.table, run.event, words=words, short=short),
        **taught(run.table, run.event, words=words, short=short),
        **rules(run.table, run.event),
    }


def untaught(table: ObservationTable, truth: Int, *, words: bool, short: bool) -> Figures:
    """Splink; and, for what its probabilities are worth under another clustering, average linkage of them."""
    scored = splink(flat(table), words=words, random_pairs=2e5 if short else 2e6)
    own, average = best_connected(scored.links, truth), best_average(scored.links, truth)
    figures = {**own.figures("splink"), **average.figures("splink_average"), **scored.figures()}
    return figures | {"splink_ece": scored.links.ece(truth)}


def taught(table: ObservationTable, truth: Int, *, words: bool, short: bool) -> Figures:
    """Gradient-boosted trees that were shown the truth of another seed, under both clusterings."""
    teacher = taught_front(TAUGHT_ROWS // 20 if short else TAUGHT_ROWS, words=words)
    start = time.process_time()
    model = teach(flat(teacher.table), teacher.event, Gate(), words=words)
    links = model.links(flat(table))
    cpu_s = time.process_time() - start
    average, chained = best_average(links, truth), best_connected(links, truth)
    figures = {**average.figures("taught"), **chained.figures("taught_connected")}
    return figures | {"taught_cpu_s": cpu_s, "taught_ece": links.ece(truth)}


def rules(table: ObservationTable, truth: Int) -> Figures:
    """A square of 0.05 degrees on one day; and nothing joined at all."""
    squares, alone = place_and_day(table, cell_deg=0.05), singletons(len(table))
    return {
        "place_day_pair_f1": pair_scores(truth, squares).f1,
        "place_day_bcubed_f1": bcubed(truth, squares).f1,
        "singletons_bcubed_f1": bcubed(truth, alone).f1,
    }
