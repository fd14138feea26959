"""What it costs to fuse a million observations at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.declare import Benchmark, Figures
from benchmarks.peers.splink_peer import needs, splink
from benchmarks.process import ROOT, Usage, scratch, timed

PARTS = 10
ROWS, SHORT_ROWS = 100_000, 1_000


def million(folder: Path, rows: int) -> tuple[str, list[str]]:
    """Files of ``PARTS`` runs of the world, a seed each, and of all of them end to end: as dense, ten times as long."""
    step(folder, "make", ".", str(rows), str(PARTS))
    return "all.pickle", [f"part{k}.pickle" for k in range(PARTS)]


def step(folder: Path, *words: str) -> tuple[Figures, Usage]:
    """Run :mod:`benchmarks.fuse_process`."""
    usage = timed([sys.executable, "-m", "benchmarks.fuse_process", *words], folder, paths=[ROOT])
    figures: Figures = json.loads(usage.output.splitlines()[-1])
    return figures, usage


def measure(short: bool) -> Figures:
    """Processor time and memory for the whole and its tenths; Splink and DuckDB's candidate join on the whole."""
    needs("splink", "duckdb")
    with scratch() as folder:
        whole, parts = million(folder, SHORT_ROWS if short else ROWS)
        many, usage = step(folder, "bulk", whole)
        few, _ = step(folder, "bulk", *parts)
        step(folder, "flat", whole, "rows.parquet")
        scored = splink(folder / "rows.parquet", words=False, gate=PEER_GATE, random_pairs=2e5 if short else 2e6)
    return {
        **many,
        "peak_rss_mb": usage.peak_rss_mb,
        "tenth_cpu_s": few["cpu_s"],
        "growth": many["cpu_s"] / few["cpu_s"],
        "candidate_join_cpu_s": scored.steps["block_cpu_s"],
        "candidate_join_wall_s": scored.steps["block_wall_s"],
        **scored.figures(),
    }


PEER_GATE = {"cell_km": 10.0, "sigma": 2.5, "floor_km": 0.5}
"""A narrower :class:`~benchmarks.peers.candidates.Gate` than where scores are compared, to the peers' advantage."""

BENCHMARK = Benchmark(
    name="bulk-1m",
    work="one call of `fuse` on 1 million observations of `dense-front` without words, a table in and a table out, in "
    "a process of its own; compiled code loaded before; and on each of the ten runs of 100 thousand that lie end to "
    "end in it",
    held_against="20 CPU seconds, 1.5 GB, and 11 times the time for 10 times the rows promised; Splink 5 (trained, "
    "scored, clustered) and DuckDB's grid join of candidate pairs alone, on the same rows",
    measure=measure,
    limits={"cpu_s": 20.0, "peak_rss_mb": 1500.0, "growth": 11.0},
)
