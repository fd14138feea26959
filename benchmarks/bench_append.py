"""How long it takes until one entry is recorded for certain."""

from __future__ import annotations

import os
import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.declare import Benchmark, Figures
from benchmarks.process import scratch_on_disk
from ceasewatch.record import Compartment, Entry, KeyRing, Record

TEXT = "Heard about six undetermined explosions 2-4km south-south-east, assessed as outgoing. " * 8
COMPARTMENT = Compartment(originator="bench", tier="T3")


def each(action: Callable[[int], object], rounds: int) -> list[float]:
    """Milliseconds of each of a number of calls."""
    taken = []
    for number in range(rounds):
        start = time.perf_counter()
        action(number)
        taken.append((time.perf_counter() - start) * 1e3)
    return taken


def bare_sqlite(folder: Path, rounds: int) -> list[float]:
    """The same bytes as single rows of a durable SQLite table: what the record cannot be quicker than."""
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE rows (seq INTEGER PRIMARY KEY, body TEXT)")
    taken = each(lambda number: connection.execute("INSERT INTO rows VALUES (?, ?)", (number, TEXT)), rounds)
    connection.close()
    return taken


def fdatasync(folder: Path, rounds: int) -> list[float]:
    """Writing the same bytes to the end of a file, and syncing it."""
    with (folder / "bare.log").open("wb", buffering=0) as file:

        def write(_number: int) -> None:
            file.write(TEXT.encode())
            os.fdatasync(file.fileno())

        return each(write, rounds)


def entry(number: int) -> Entry:
    """An observation-sized entry."""
    payload = {"number": number, "text": TEXT, "lat_e7": 481234567 + number, "lon_e7": 378765432}
    return Entry(
        kind="observation", payload=payload, idempotency=("bench", str(number)), compartment=COMPARTMENT, fields=()
    )


def measure(short: bool) -> Figures:
    """Append entries one at a time, each on its own transaction."""
    rounds = 50 if short else 2_000
    with scratch_on_disk() as folder:
        keys = KeyRing.create(folder / "keys", [COMPARTMENT.originator], [COMPARTMENT.tier])
        with Record.create(folder / "record", keys, origin="bench.example/log", status="exercise") as record:
            record.append([entry(-1)])  # the first append reads the keys
            cpu = time.process_time()
            taken = each(lambda number: record.append([entry(number)]), rounds)
            cpu = time.process_time() - cpu
        bare, sync = bare_sqlite(folder, rounds), fdatasync(folder, rounds)
    cuts, bare_cuts = statistics.quantiles(taken, n=100), statistics.quantiles(bare, n=100)
    return {
        "p50_ms": cuts[49],
        "p99_ms": cuts[98],
        "appends_per_s": rounds / (sum(taken) / 1e3),
        "cpu_ms_per_append": cpu / rounds * 1e3,
        "bare_sqlite_p50_ms": bare_cuts[49],
        "bare_sqlite_p99_ms": bare_cuts[98],
        "bare_fdatasync_p50_ms": statistics.median(sync),
        "rounds": rounds,
    }


BENCHMARK = Benchmark(
    name="append-one",
    work="single durable appends of an observation-sized entry (about 700 bytes): encoded, encrypted, hashed, synced; "
    "2,000 in one process",
    held_against="the same bytes as rows of a bare SQLite table (WAL, synchronous=FULL) and a bare write and fdatasync "
    "on the same disk, measured beside it; no limit is promised",
    measure=measure,
)
