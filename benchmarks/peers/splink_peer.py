"""Splink on a table of observations: scored pairs, its own clusters, and what it took."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.declare import Figures, SkipBenchmark
from benchmarks.peers.links import Links
from benchmarks.process import ROOT, Usage, scratch, timed
from ceasewatch.model.table import Int


@dataclass(frozen=True)
class Scored:
    """What Splink made of the rows.

    Attributes:
        links: pairs with their match probabilities.
        clusters: (n,) Splink's own clusters at its threshold.
        steps: CPU and wall seconds of each step, without the start of Python.
        usage: of the whole process.
    """

    links: Links
    clusters: Int
    steps: Figures
    usage: Usage

    def figures(self) -> Figures:
        """What it took, for a report."""
        names = ("load", "train", "block", "predict", "cluster")
        cpu, wall = (sum(self.steps[f"{name}_{kind}_s"] for name in names) for kind in ("cpu", "wall"))
        return {
            "splink_cpu_s": cpu,
            "splink_wall_s": wall,
            "splink_train_cpu_s": self.steps["train_cpu_s"],
            "splink_peak_rss_mb": self.usage.peak_rss_mb,
            "splink_pairs": len(self.links.p),
        }


def needs(*modules: str) -> None:
    """Skip the benchmark where a peer is not installed.

    Raises:
        SkipBenchmark: with the name of what is missing.
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise SkipBenchmark(f"{', '.join(missing)} not installed: `uv sync --all-groups` brings the peers")


def splink(rows: pa.Table | Path, **task: bool | float | str | Mapping[str, float]) -> Scored:
    """Splink, untaught, on ``rows``.

    Args:
        rows: as :func:`benchmarks.peers.rows.flat` makes them, or a parquet file of such rows.
        **task: further fields of :class:`benchmarks.peers.splink_process.Task`.

    Raises:
        SkipBenchmark: Splink is not installed.
        BenchmarkFailed: its process failed.
    """
    needs("splink", "duckdb")
    with scratch() as folder:
        held = rows if isinstance(rows, Path) else folder / "rows.parquet"
        if not isinstance(rows, Path):
            pq.write_table(rows, held)
        told = {**task, "rows": str(held), "pairs": str(folder / "pairs.parquet")}
        usage = timed([sys.executable, "-m", "benchmarks.peers.splink_process", json.dumps(told)], folder, paths=[ROOT])
        pairs = pq.read_table(folder / "pairs.parquet")
        clusters = pq.read_table(folder / "pairs.parquet.clusters")
    return Scored(
        links=_links(len(clusters), pairs),
        clusters=_labels(clusters),
        steps=json.loads(usage.output.splitlines()[-1]),
        usage=usage,
    )


def _links(n: int, pairs: pa.Table) -> Links:
    left, right, p = (pairs[c].to_numpy() for c in ("unique_id_l", "unique_id_r", "match_probability"))
    return Links(n, np.minimum(left, right), np.maximum(left, right), p)


def _labels(clusters: pa.Table) -> Int:
    labels = np.full(len(clusters), -1, np.int64)
    labels[clusters["unique_id"].to_numpy()] = clusters["cluster_id"].to_numpy()
    return labels
