"""Fusion as a process of its own: a table from a file, and what fusing it took.

    python -m benchmarks.fuse_process make FOLDER ROWS PARTS
    python -m benchmarks.fuse_process flat TABLE ROWS
    python -m benchmarks.fuse_process bulk TABLE...
    python -m benchmarks.fuse_process online TABLE LATER

A process of its own, so that its memory is fusion's and not the simulator's. Prints JSON.
"""

from __future__ import annotations

import gc
import json
import pickle
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Final

import numpy as np
import pyarrow.parquet as pq

from benchmarks.declare import BenchmarkFailed, Figures
from benchmarks.fronts import SEED, WORLD, warm_up
from benchmarks.peers.rows import flat
from ceasewatch.fusion import Fuser, fuse
from ceasewatch.model.table import ObservationTable
from ceasewatch.simulate.generate import generate
from ceasewatch.simulate.world import load_world

BATCH: Final = 50
"""Observations of one call online, where the rate is measured."""

_ROWS_PER_EVENT: Final = 2.2
_DAY_US: Final = 86_400_000_000


def make(folder: Path, rows: int, parts: int) -> Figures:
    """Write ``parts`` tables of exactly ``rows`` observations without words, a seed each, and one of all end to end.

    Raises:
        BenchmarkFailed: a run of the world gave fewer rows.
    """
    world, tables = load_world(WORLD), []
    for k in range(parts):
        made = generate(world, seed=SEED + k, events=int(rows / _ROWS_PER_EVENT) + 50).hidden_words().table
        if len(made) < rows:
            raise BenchmarkFailed(f"{len(made)} rows of {WORLD}, seed {SEED + k}, where {rows} were wanted")
        tables.append(made.take(np.arange(rows)))
        write(tables[-1], folder / f"part{k}.pickle")
    write(end_to_end(tables), folder / "all.pickle")
    return {"rows": rows * parts}


def end_to_end(tables: Sequence[ObservationTable]) -> ObservationTable:
    """One table of all, each beginning a day after the one before has ended; ids and order are made anew."""
    moved, until = [], 0
    for table in tables:
        begins = int(min(table.start_us.min(), table.recorded_us.min()))
        shift = until - begins if until else 0
        times = {name: getattr(table, name) + shift for name in ("start_us", "end_us", "reported_us", "recorded_us")}
        moved.append(replace(table, **times))
        until = int(max(times["end_us"].max(), times["recorded_us"].max())) + _DAY_US
    whole = ObservationTable.concat(moved)
    ids = np.array([f"o{row:08d}" for row in range(len(whole))], object)
    return replace(whole, ids=ids, seq=np.arange(len(whole)))


def write(table: ObservationTable, path: Path) -> None:
    """For :func:`read`."""
    with path.open("wb") as file:
        pickle.dump(table, file, protocol=5)


def read(path: Path) -> ObservationTable:
    """The table of a file that :func:`make` wrote."""
    with path.open("rb") as file:
        table: ObservationTable = pickle.load(file)
    return table


def flatten(path: Path, rows: Path) -> Figures:
    """The table as the peers see it, as a parquet file."""
    table = flat(read(path))
    pq.write_table(table, rows)
    return {"rows": len(table)}


def bulk(paths: Sequence[Path]) -> Figures:
    """Fuse each table once; means. Compiled code loaded before."""
    warm_up()
    taken = []
    for path in paths:
        table = read(path)
        cpu, wall = time.process_time(), time.perf_counter()
        incidents = fuse(table)
        spent = (time.process_time() - cpu, time.perf_counter() - wall)
        taken.append((len(table), len(incidents), *spent))
    names = ("observations", "incidents", "cpu_s", "wall_s")
    return {name: mean(figures) for name, figures in zip(names, zip(*taken, strict=True), strict=True)}


def online(path: Path, later: int) -> Figures:
    """Hold all but the last ``later`` observations; take in half of those in batches, and half one at a time."""
    warm_up()
    table, fuser = read(path), Fuser()
    held = len(table) - later
    fuser.add(table.take(np.arange(held)))
    gc.collect()
    middle = held + later // 2 // BATCH * BATCH
    batches = arrive(fuser, table, range(held, middle, BATCH), BATCH)
    single = arrive(fuser, table, range(middle, len(table)), 1)
    return {
        "held": held,
        "batch": BATCH,
        "rate_per_s": BATCH * len(batches) / sum(batches),
        "batch_p50_ms": float(np.quantile(batches, 0.5) * 1e3),
        "batch_p99_ms": float(np.quantile(batches, 0.99) * 1e3),
        "one_p50_ms": float(np.quantile(single, 0.5) * 1e3),
        "one_p99_ms": float(np.quantile(single, 0.99) * 1e3),
        "later": later,
    }


def arrive(fuser: Fuser, table: ObservationTable, starts: range, size: int) -> list[float]:
    """Seconds of processor time of each call."""
    taken = []
    for start in starts:
        batch = table.take(np.arange(start, start + size))
        cpu = time.process_time()
        fuser.add(batch)
        taken.append(time.process_time() - cpu)
    return taken


def main(words: list[str]) -> Figures:
    """Do what the command line says."""
    match words:
        case ["make", folder, rows, parts]:
            return make(Path(folder), int(rows), int(parts))
        case ["flat", path, rows]:
            return flatten(Path(path), Path(rows))
        case ["bulk", *paths]:
            return bulk([Path(path) for path in paths])
        case ["online", path, later]:
            return online(Path(path), int(later))
    raise SystemExit(__doc__)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:])))
